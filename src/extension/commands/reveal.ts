import * as vscode from "vscode";

/** Shows a file or folder in the system's file manager, or in the explorer where there is none at hand. */
export async function reveal(path: string): Promise<void> {
  const local = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  await vscode.commands.executeCommand(local ? "revealFileInOS" : "revealInExplorer", vscode.Uri.file(path));
}
