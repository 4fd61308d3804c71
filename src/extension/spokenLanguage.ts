import * as vscode from "vscode";
import { type Language, languageOf } from "../language/language.ts";

let known: Language | undefined;

/** The language of the editor, with the texts of reports in it: the same one as long as the window lives. */
export function spokenLanguage(): Language {
  known ??= languageOf(vscode.env.language, vscode.l10n.bundle);
  return known;
}
