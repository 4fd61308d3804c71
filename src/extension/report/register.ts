import { dirname, join } from "node:path";
import * as vscode from "vscode";
import type { Services } from "../services.ts";
import type { ReportPanels } from "./reportPanels.ts";

/** Placeholder: shows the HTML file of a report outside and JSON as text, until there is a panel. */
export function registerReportPanel(_context: vscode.ExtensionContext, _services: Services): ReportPanels {
  return {
    async openFile(path) {
      await vscode.env.openExternal(vscode.Uri.file(join(dirname(path), "report.html")));
    },
    async show(report) {
      const content = `${JSON.stringify(report, null, 2)}\n`;
      await vscode.window.showTextDocument(
        await vscode.workspace.openTextDocument({ language: "json", content }),
      );
    },
    async compare(newer, older) {
      await vscode.commands.executeCommand("vscode.diff", vscode.Uri.file(older), vscode.Uri.file(newer));
    },
  };
}
