import { relative } from "node:path";
import * as vscode from "vscode";

/** In an untrusted workspace nobody's config makes us look at files outside of it (network shares among them). */
export function mayLook(file: string): boolean {
  if (vscode.workspace.isTrusted) return true;
  return (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => {
    const path = relative(uri.fsPath, file);
    return uri.scheme === "file" && !path.startsWith("..") && !/^([a-z]:|[\\/])/i.test(path);
  });
}
