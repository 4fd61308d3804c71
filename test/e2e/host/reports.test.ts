import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { parseReport, ReportProblem } from "../../../src/extension/report/readReport.ts";
import { english } from "../../../src/runs/translate.ts";
import { api, until, workspacePath } from "./until.ts";

function reportTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith("syndata.report"),
    );
}

describe("reports", () => {
  it("opens the report of a config's last run, once", async () => {
    await api();
    const config = vscode.Uri.file(workspacePath("trained.synth.json"));
    await vscode.commands.executeCommand("syndata.openReport", config);
    await until("a report", () => reportTabs().length === 1);
    await vscode.commands.executeCommand("syndata.openReport", config);
    assert.equal(reportTabs().length, 1);
    await vscode.window.tabGroups.close(reportTabs());
  });

  it("says what is wrong with a report that cannot be read", () => {
    const problem = (text: string): ReportProblem => {
      try {
        parseReport(text, "/runs/1/report.json", english);
      } catch (error) {
        assert.ok(error instanceof ReportProblem);
        return error;
      }
      throw new Error("it was read");
    };
    assert.match(problem("{").message, /report\.json cannot be shown/);
    assert.match(problem('{"version": 2}').message, /version 2.*Update the extension/);
    assert.match(problem("[]").title, /damaged/);
    assert.match(problem('{"version": 1}').title, /damaged/);
  });

  it("opens a damaged report without an error dialog", async () => {
    const runs = workspacePath(".syndata", "runs");
    const run = readdirSync(runs).find((name) => name.includes("trained"));
    writeFileSync(join(runs, run ?? "", "report.json"), "{ not json");
    await vscode.commands.executeCommand(
      "syndata.openReport",
      vscode.Uri.file(workspacePath("trained.synth.json")),
    );
    await until("a report tab", () => reportTabs().length === 1);
    await vscode.window.tabGroups.close(reportTabs());
  });
});
