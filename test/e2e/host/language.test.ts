import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until, workspacePath, writeConfig } from "./until.ts";

async function openText(name: string): Promise<vscode.TextDocument> {
  return vscode.workspace.openTextDocument(vscode.Uri.file(workspacePath(name)));
}

function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "SynData");
}

describe("configs as text", () => {
  it("shows the validator's findings where they are", async () => {
    for (const [name, word, code] of [
      ["wrong.synth.json", '"specie"', "unknown-column"],
      ["typo.synth.json", '"numericall"', "unknown-value"],
    ] as const) {
      const document = await openText(name);
      const found = await until(`findings in ${name}`, () =>
        ours(document.uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
      );
      assert.equal(document.getText(found.range), word);
      assert.equal(found.code, code);
      assert.doesNotMatch(found.message, /undefined|NaN|\[object/);
    }
  });

  it("fixes a misspelt column by a quick fix", async () => {
    const document = await openText("wrong.synth.json");
    const finding = await until("the finding", () =>
      ours(document.uri).find(({ range }) => document.getText(range).includes("specie")),
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      finding.range,
    );
    const fix = actions.find(({ edit, title }) => edit && title.includes("species"));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await until(
      "the finding to go",
      () => !ours(document.uri).some(({ message }) => message.includes('specie"')),
    );
    assert.match(document.getText(), /"species"/);
  });

  it("completes column names", async () => {
    const uri = writeConfig(
      "complete.synth.json",
      '{\n  "source": { "path": "quick.csv" },\n  "columns": {\n    ""\n  }\n}\n',
    );
    const document = await vscode.workspace.openTextDocument(uri);
    const at = document.positionAt(document.getText().indexOf('""') + 1);
    const list = await until("completions", async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        uri,
        at,
      );
      const names = items.map(({ label }) => (typeof label === "string" ? label : label.label));
      return names.some((name) => name.includes("species")) && names;
    });
    for (const name of ["island", "body_mass_g"])
      assert.ok(
        list.some((label) => label.includes(name)),
        list.join(),
      );
  });

  it("has lenses to run, validate and open the report", async () => {
    const document = await openText("quick.synth.json");
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
    );
    const commands = lenses.map(({ command }) => command?.command);
    for (const command of ["syndata.run", "syndata.validate", "syndata.openReport"])
      assert.ok(commands.includes(command), commands.join());
  });

  it("says where broken JSON is broken", async () => {
    const document = await openText("broken.synth.json");
    await vscode.window.showTextDocument(document);
    // VS Code's own JSON service may tell it first; then ours stays silent, so that it is said once
    const found = await until("an error", () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .find(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    assert.ok(found.range.start.line >= 0);
  });
});
