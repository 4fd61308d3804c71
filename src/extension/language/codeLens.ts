import * as vscode from "vscode";
import { isChecked } from "./configChecks.ts";

/** *Run | Validate | Open Report* above the first brace. */
export const codeLenses: vscode.CodeLensProvider = {
  provideCodeLenses(document) {
    if (!isChecked(document)) return [];
    const at = document.positionAt(Math.max(0, rootOffset(document.getText())));
    const lens = (title: string, name: string): vscode.CodeLens =>
      new vscode.CodeLens(new vscode.Range(at, at), {
        title,
        command: `syndata.${name}`,
        arguments: [document.uri],
      });
    return [
      lens(`$(play) ${vscode.l10n.t("Run")}`, "run"),
      lens(vscode.l10n.t("Validate"), "validate"),
      lens(vscode.l10n.t("Open Report"), "openReport"),
    ];
  },
};

/** The first brace that is not in a comment. */
function rootOffset(text: string): number {
  const before = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0].length ?? 0;
  return Math.min(before, text.length);
}
