import { dirname, relative } from "node:path";
import * as vscode from "vscode";
import type { Diagnostic } from "../../protocol/run.ts";
import { pickData } from "../commands/pickFile.ts";
import { type ConfigChecks, isChecked, rangeOf } from "./configChecks.ts";

export const pickSourceCommand = "syndata.pickSource";

/** The validator's own fixes, and those that need a question or take something out. */
export function quickFixes(checks: ConfigChecks): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, range) {
      if (!isChecked(document)) return [];
      const found = (checks.get(document)?.diagnostics ?? []).filter((d) =>
        rangeOf(document, d).intersection(range),
      );
      const { editConfig } = await import("../../jsonc/editConfig.ts");
      return found.flatMap((d) => [
        ...(d.fix === undefined ? [] : [replace(document, d, d.fix)]),
        ...(d.code === "missing-file" || d.code === "unreadable-data" ? [pickSource(document)] : []),
        ...(removable.has(d.code) ? [remove(document, d, editConfig)] : []),
        ...(d.path[0] === "rules" && typeof d.path[1] === "number"
          ? ruleFixes(document, d, d.path[1], editConfig)
          : []),
      ]);
    },
  };
}

const removable = new Set(["unknown-column", "unknown-key", "unused-setting", "unknown-metric"]);

type EditConfig = typeof import("../../jsonc/editConfig.ts").editConfig;

/** Writes what a finding proposes. */
export function replace(
  document: vscode.TextDocument,
  d: Diagnostic,
  fix: NonNullable<Diagnostic["fix"]>,
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, rangeOf(document, d), fix.newText);
  action.isPreferred = true;
  return action;
}

/** Takes out what a finding is about. */
export function remove(
  document: vscode.TextDocument,
  d: Diagnostic,
  editConfig: EditConfig,
): vscode.CodeAction {
  const name = String(d.path.at(-1) ?? "");
  const action = new vscode.CodeAction(
    vscode.l10n.t('Remove "{0}"', name.length > 60 ? `${name.slice(0, 60)}…` : name),
    vscode.CodeActionKind.QuickFix,
  );
  action.edit = new vscode.WorkspaceEdit();
  for (const edit of editConfig(document.getText(), d.path, undefined))
    action.edit.replace(document.uri, spanOf(document, edit), edit.content);
  return action;
}

/** A rule can be taken out; one that the data break can also be kept in the output only. */
function ruleFixes(
  document: vscode.TextDocument,
  d: Diagnostic,
  at: number,
  editConfig: EditConfig,
): vscode.CodeAction[] {
  const change = (title: string, path: readonly (string | number)[], value: unknown) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.edit = new vscode.WorkspaceEdit();
    for (const edit of editConfig(document.getText(), path, value))
      action.edit.replace(document.uri, spanOf(document, edit), edit.content);
    return action;
  };
  const repair = d.code === "rule-broken" && d.severity === "error" && d.fix === undefined;
  return [
    ...(repair
      ? [
          change(
            vscode.l10n.t("Learn from These Rows and Keep the Rule in the Output"),
            ["rules", at, "repair"],
            true,
          ),
        ]
      : []),
    change(vscode.l10n.t("Remove the Rule"), ["rules", at], undefined),
  ];
}

function pickSource(document: vscode.TextDocument): vscode.CodeAction {
  const title = vscode.l10n.t("Choose the data file…");
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: pickSourceCommand, arguments: [document.uri] };
  return action;
}

/** Asks for the data file and writes it into the config, relative to it. */
export async function chooseSource(uri: vscode.Uri): Promise<void> {
  const picked = await pickData(vscode.l10n.t("Which table?"));
  if (picked === undefined || picked.scheme !== "file") return;
  const document = await vscode.workspace.openTextDocument(uri);
  const path = relative(dirname(uri.fsPath), picked.fsPath).replaceAll("\\", "/");
  const { editConfig } = await import("../../jsonc/editConfig.ts");
  const edit = new vscode.WorkspaceEdit();
  for (const change of editConfig(document.getText(), ["source", "path"], path))
    edit.replace(uri, spanOf(document, change), change.content);
  await vscode.workspace.applyEdit(edit);
}

function spanOf(
  document: vscode.TextDocument,
  { offset, length }: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}
