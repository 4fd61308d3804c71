import { dirname } from "node:path";
import * as vscode from "vscode";
import type { ReportJson } from "../../protocol/report.ts";
import type { ExportForm } from "../../protocol/reportPanel.ts";
import type { Services } from "../services.ts";
import { spokenLanguage } from "../spokenLanguage.ts";

const filters: Readonly<Record<ExportForm, readonly [string, string]>> = {
  html: ["HTML", "html"],
  summary: ["HTML", "html"],
  md: ["Markdown", "md"],
  json: ["JSON", "json"],
};

/** Asks where to put a copy of a report and writes it, whole or not at all. */
export async function exportReport(
  report: ReportJson,
  form: ExportForm,
  path: string,
  { messages }: Services,
): Promise<void> {
  const [name, extension] = filters[form];
  const base = report.tables.synthetic.name.replace(/\.\w+$/, "").replace(/[^\p{L}\p{N}._-]+/gu, "-");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(dirname(path));
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(
      folder,
      `${base.slice(0, 80) || "report"}.${form === "summary" ? "summary" : "report"}.${extension}`,
    ),
    filters: { [name]: [extension] },
    saveLabel: vscode.l10n.t("Export"),
    title: vscode.l10n.t("Export Report"),
  });
  if (!target) return;
  try {
    const { writeReport } = await import("../../pipeline/writeReport.ts");
    await writeReport(report, { [form]: target.fsPath }, spokenLanguage());
  } catch (error) {
    messages.error(vscode.l10n.t("The report could not be exported to {0}", target.fsPath), error);
    return;
  }
  messages.info(vscode.l10n.t("The report was exported to {0}.", target.fsPath), {
    title: vscode.l10n.t("Open"),
    do: () =>
      extension === "html" ? vscode.env.openExternal(target) : vscode.window.showTextDocument(target),
  });
}
