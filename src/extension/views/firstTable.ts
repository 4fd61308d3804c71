import { basename } from "node:path";
import * as vscode from "vscode";
import { configGlob, excludeGlob, isDataFile } from "../files.ts";

/** Whether the person was asked, in the memory that all windows share. */
const asked = "offeredTour";

/**
 * Says once what the extension does: when the first table is opened on this machine and the workspace has no config yet.
 * `syndata.offerTour` switches it off.
 */
export function offerTourOnce(context: vscode.ExtensionContext): void {
  const { globalState } = context;
  const wanted = (): boolean =>
    globalState.get<boolean>(asked) !== true &&
    vscode.workspace.getConfiguration("syndata").get<boolean>("offerTour", true);
  if (!wanted()) return;
  const look = async (): Promise<void> => {
    const table = activeTable();
    if (table === undefined || !wanted()) return;
    if ((await vscode.workspace.findFiles(configGlob, excludeGlob, 1)).length > 0) return;
    await globalState.update(asked, true);
    await offer(table);
  };
  context.subscriptions.push(vscode.window.tabGroups.onDidChangeTabs(() => void look()));
  void look();
}

function activeTable(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri =
    input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
  // package.json and the like are no tables
  return uri?.scheme === "file" && isDataFile(uri.path) && !/\.json$/i.test(uri.path) ? uri : undefined;
}

async function offer(table: vscode.Uri): Promise<void> {
  const make = vscode.l10n.t("Synthesize…");
  const how = vscode.l10n.t("Show How It Works");
  const never = vscode.l10n.t("Don't Ask Again");
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      "SynData can make a synthetic table like {0}, with the same columns and patterns and no real row, and judge how private it is. All of it happens on this machine.",
      basename(table.fsPath),
    ),
    make,
    how,
    never,
  );
  if (picked === make) await vscode.commands.executeCommand("syndata.synthesize", table);
  else if (picked === how) await vscode.commands.executeCommand("syndata.showTour");
  else if (picked === never)
    await vscode.workspace
      .getConfiguration("syndata")
      .update("offerTour", false, vscode.ConfigurationTarget.Global);
}
