import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { parseConfig } from "../../config/parseConfig.ts";
import { stepChanges } from "../../config/stepChanges.ts";
import { editConfigAll } from "../../jsonc/editConfig.ts";
import type { NextStep } from "../../protocol/sharing.ts";
import { readRunState } from "../../runFolder/runState.ts";
import { runConfig } from "../commands/run.ts";
import type { Services } from "../services.ts";

/** Makes the change of the config that a report offers, as one edit that can be undone, and offers to run it again. */
export async function applyStep(reportPath: string, step: NextStep, services: Services): Promise<void> {
  const { messages } = services;
  const state = await readRunState(dirname(reportPath));
  if (state === undefined) {
    messages.info(vscode.l10n.t("This report was not made by a run: make the change in its config by hand."));
    return;
  }
  const name = basename(state.config);
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(state.config));
    const text = document.getText();
    const edits = editConfigAll(text, stepChanges(step, parseConfig(text, name).value));
    if (edits.length === 0) {
      messages.info(vscode.l10n.t("{0} says so already.", name));
      return;
    }
    const change = new vscode.WorkspaceEdit();
    for (const { offset, length, content } of edits) {
      const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
      change.replace(document.uri, range, content);
    }
    if (!(await vscode.workspace.applyEdit(change)))
      throw new Error(vscode.l10n.t("The file could not be changed; it may be read-only."));
    await vscode.commands.executeCommand("vscode.open", document.uri, {
      viewColumn: vscode.ViewColumn.Beside,
    });
  } catch (error) {
    messages.error(vscode.l10n.t("{0} could not be changed", name), error);
    return;
  }
  messages.info(vscode.l10n.t("{0} was changed. Run it again to see what it brings.", name), {
    title: vscode.l10n.t("Run"),
    do: () => runConfig(services, state.config),
  });
}
