import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until, workspacePath, writeConfig } from "./until.ts";

const text = `{
  "version": 1, "product": "P",
  "phases": [{ "id": "beta" }],
  "features": [
    { "id": "a", "title": "A", "moscow": "most", "phase": "beta" },
    { "id": "b", "title": "B", "phase": "" },
  ],
}
`;

describe("product files as text", () => {
  it("have their findings in the Problems panel, with fixes", async () => {
    const document = await vscode.workspace.openTextDocument(writeConfig("wrong.mvp.json", text));
    assert.equal(document.languageId, "jsonc");
    const finding = await until("the finding", () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .find(({ source, range }) => source === "SynData" && document.getText(range) === '"most"'),
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      finding.range,
    );
    const fix = actions.find(({ edit, title }) => edit && title.includes('"must"'));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await until("the finding to go", () => !document.getText().includes("most"));
  });

  it("complete ids and the words of the schema", async () => {
    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.file(workspacePath("wrong.mvp.json")),
    );
    const labels = async (place: string): Promise<string[]> => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        document.positionAt(document.getText().indexOf(place) + place.length - 1),
      );
      return items.map(({ label }) => (typeof label === "string" ? label : label.label));
    };
    await until("the phase", async () => (await labels('"phase": ""')).includes('"beta"'));
    await until("the groups", async () =>
      (await labels('"moscow": "must"')).some((label) => label.includes("wont")),
    );
  });
});
