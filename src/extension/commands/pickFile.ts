import * as vscode from "vscode";
import { configGlob, dataGlob, excludeGlob, isConfigFile, isDataFile } from "../files.ts";
import { looseConfigs } from "../runs/looseConfigs.ts";

/** The file a command is about: its argument, else the one in the active editor, else one the person picks. */
export async function dataFile(argument: unknown): Promise<vscode.Uri | undefined> {
  return given(argument) ?? active(isDataFile) ?? (await pickData(vscode.l10n.t("Which table?")));
}

export async function configFile(argument: unknown): Promise<vscode.Uri | undefined> {
  return given(argument) ?? active(isConfigFile) ?? (await pickConfig());
}

/** What file dialogs offer where a table is asked for. */
export function tableFilters(): Record<string, string[]> {
  const tables = ["csv", "tsv", "tab", "parquet", "xlsx", "xlsm", "json", "ndjson", "jsonl", "gz", "zst"];
  return { [vscode.l10n.t("Tables")]: tables, [vscode.l10n.t("All files")]: ["*"] };
}

/** A data file of the workspace, or another through the file dialog. */
export async function pickData(title: string, except?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const found = (await vscode.workspace.findFiles(dataGlob, excludeGlob, 500)).filter(
    (uri) => uri.toString() !== except?.toString(),
  );
  const browse: FileItem = { label: `$(folder-opened) ${vscode.l10n.t("Browse…")}`, alwaysShow: true };
  const picked =
    found.length === 0 ? browse : await vscode.window.showQuickPick([...items(found), browse], { title });
  if (picked?.uri !== undefined || picked === undefined) return picked?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title,
    canSelectMany: false,
    filters: tableFilters(),
  });
  return chosen?.[0];
}

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

async function pickConfig(): Promise<vscode.Uri | undefined> {
  const found = [
    ...(await vscode.workspace.findFiles(configGlob, excludeGlob, 500)),
    ...looseConfigs().map((path) => vscode.Uri.file(path)),
  ];
  if (found.length <= 1) {
    if (found[0] === undefined) {
      const title = vscode.l10n.t("There is no synth config here yet. Make one:");
      await vscode.commands.executeCommand("syndata.newConfig", { title });
    }
    return found[0];
  }
  const picked = await vscode.window.showQuickPick(items(found), { title: vscode.l10n.t("Which config?") });
  return picked?.uri;
}

function items(uris: readonly vscode.Uri[]): FileItem[] {
  return uris
    .map((uri) => {
      const path = vscode.workspace.asRelativePath(uri);
      const cut = path.lastIndexOf("/") + 1;
      return { label: path.slice(cut), description: path.slice(0, cut), uri };
    })
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** Explorer and editor menus give a Uri; trees give a node that knows one. */
function given(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const { config } = (argument ?? {}) as { readonly config?: unknown };
  return typeof config === "string" ? vscode.Uri.file(config) : undefined;
}

function active(fits: (path: string) => boolean): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri =
    input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
  return uri !== undefined && fits(uri.path) ? uri : undefined;
}
