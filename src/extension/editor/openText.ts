import * as vscode from "vscode";

/** Opens a file as text instead of its custom editor, at a 1-based place. */
export async function openText(
  uri: vscode.Uri,
  line: number | undefined,
  column: number | undefined,
): Promise<void> {
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), Math.max(0, (column ?? 1) - 1));
  const options: vscode.TextDocumentShowOptions =
    line === undefined ? {} : { selection: new vscode.Range(at, at) };
  await vscode.commands.executeCommand("vscode.openWith", uri, "default", options);
}
