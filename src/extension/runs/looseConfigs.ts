import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { isConfigFile } from "../files.ts";

/** Configs outside every workspace folder that this window works with: open in a tab, or among those it has `ran`. */
export function looseConfigs(ran: readonly string[] = []): string[] {
  const open = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs.map(configOf))
    .filter((path) => path !== undefined);
  return [...new Set([...open, ...ran])].filter((path) => isLoose(path) && existsSync(path));
}

/** Whether a tab that came or went changes the list. */
export function isLooseTab(tab: vscode.Tab): boolean {
  const path = configOf(tab);
  return path !== undefined && isLoose(path);
}

function configOf({ input }: vscode.Tab): string | undefined {
  const uri =
    input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
  return uri?.scheme === "file" && isConfigFile(uri.fsPath) ? uri.fsPath : undefined;
}

function isLoose(path: string): boolean {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)) === undefined;
}
