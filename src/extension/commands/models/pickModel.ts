import * as vscode from "vscode";
import { excludeGlob } from "../../files.ts";

/** The model file a command is about: its argument, else one of the workspace that the person picks, or another on the disk. */
export async function modelFile(argument: unknown): Promise<vscode.Uri | undefined> {
  if (argument instanceof vscode.Uri && argument.path.endsWith(".synthmodel")) return argument;
  const found = await vscode.workspace.findFiles("**/*.synthmodel", excludeGlob, 200);
  const browse = { label: `$(folder-opened) ${vscode.l10n.t("Browse…")}`, uri: undefined };
  const items = found
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const picked =
    items.length === 0
      ? browse
      : await vscode.window.showQuickPick<{ label: string; uri: vscode.Uri | undefined }>(
          [...items, browse],
          {
            title: vscode.l10n.t("Which model?"),
          },
        );
  if (picked === undefined || picked.uri !== undefined) return picked?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Which model?"),
    filters: { [vscode.l10n.t("Trained models")]: ["synthmodel"] },
  });
  return chosen?.[0];
}
