import * as vscode from "vscode";

/** *Show How It Works*: the walkthrough from a table to its report. */
export async function showTour(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", "syndata.syndata#start", false);
}
