import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import * as vscode from "vscode";
import type { ReportJson } from "../../protocol/report.ts";
import type { ReportPanelState } from "../../protocol/reportPanel.ts";
import type { Services } from "../services.ts";
import { ReportPanel, reportViewType } from "./reportPanel.ts";
import type { ReportPanels } from "./reportPanels.ts";

/** Report panels: made on demand, one per report, and made again by VS Code after a reload of the window. */
export function registerReportPanel(context: vscode.ExtensionContext, services: Services): ReportPanels {
  const open = new Map<string, ReportPanel>();

  const adopt = (panel: vscode.WebviewPanel, state: ReportPanelState): void => {
    const key = keyOf(state);
    const shown = new ReportPanel(panel, state, services);
    open.set(key, shown);
    shown.onDidDispose(() => {
      if (open.get(key) === shown) open.delete(key);
    });
  };
  const show = (state: ReportPanelState): void => {
    const present = open.get(keyOf(state));
    if (present) {
      present.reveal();
      return;
    }
    adopt(
      vscode.window.createWebviewPanel(reportViewType, "SynData", vscode.ViewColumn.Active, {
        enableFindWidget: true,
      }),
      state,
    );
  };
  const active = (): ReportPanel | undefined => [...open.values()].find((panel) => panel.active);

  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(reportViewType, {
      async deserializeWebviewPanel(panel, state: Partial<ReportPanelState> | undefined) {
        if (typeof state?.path !== "string") panel.dispose();
        else
          adopt(panel, {
            path: state.path,
            ...(typeof state.older === "string" && { older: state.older }),
          });
      },
    }),
    vscode.commands.registerCommand("syndata.report.exportHtml", () => active()?.export("html")),
    vscode.commands.registerCommand("syndata.report.exportMarkdown", () => active()?.export("md")),
    vscode.commands.registerCommand("syndata.report.exportJson", () => active()?.export("json")),
    vscode.commands.registerCommand("syndata.report.compare", () => active()?.compare()),
  );

  return {
    async openFile(path) {
      show({ path });
    },
    async show(report: ReportJson) {
      show({ path: await keepReport(report, context) });
    },
    async compare(newer, older) {
      show({ path: newer, older });
    },
  };
}

function keyOf({ path, older }: ReportPanelState): string {
  return JSON.stringify([path, older ?? null]);
}

/** A report that has no file gets one in the workspace's storage, so that its panel survives a reload; the last ten stay. */
async function keepReport(report: ReportJson, context: vscode.ExtensionContext): Promise<string> {
  const folder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, "reports");
  await vscode.workspace.fs.createDirectory(folder);
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name).sort();
  for (const old of names.slice(0, Math.max(0, names.length - 9)))
    await rm(vscode.Uri.joinPath(folder, old).fsPath, { recursive: true, force: true });
  const name = `${report.created.replace(/[^\dTZ]/g, "-")}-${randomBytes(3).toString("hex")}`;
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(folder, name));
  const { fsPath } = vscode.Uri.joinPath(folder, name, "report.json");
  const { writeReport } = await import("../../pipeline/writeReport.ts");
  await writeReport(report, { json: fsPath });
  return fsPath;
}
