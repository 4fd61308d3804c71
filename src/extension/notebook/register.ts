import * as vscode from "vscode";
import type { Services } from "../services.ts";
import { CellNotes } from "./cellNotes.ts";
import { notebookType } from "./cells.ts";
import { NotebookChecks } from "./checks.ts";
import { registerNotebookCommands } from "./commands.ts";
import { registerCompletion } from "./completion.ts";
import { WorkflowController } from "./controller.ts";
import { registerMessaging } from "./messaging.ts";
import { type NotebookMetadata, serializer } from "./serializer.ts";

/** Workflow notebooks (`*.synthnb`), and the buttons of SynData's outputs in any notebook. */
export function registerNotebook(context: vscode.ExtensionContext, services: Services): void {
  const notes = new CellNotes();
  const controller = new WorkflowController(services, notes);
  const checks = new NotebookChecks(services);
  const opened = (notebook: vscode.NotebookDocument): void => {
    if (notebook.notebookType !== notebookType) return;
    const { damaged } = notebook.metadata as NotebookMetadata;
    if (damaged === undefined) controller.opened(notebook);
    else sayDamaged(services, notebook, damaged);
    checks.schedule(notebook);
  };
  context.subscriptions.push(
    // outputs are kept in a file of their own, or not at all
    vscode.workspace.registerNotebookSerializer(notebookType, serializer, { transientOutputs: true }),
    notes,
    controller,
    checks,
    registerCompletion(services),
    registerMessaging(services, controller),
    registerNotebookCommands(services, controller),
    vscode.workspace.onDidOpenNotebookDocument(opened),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      for (const notebook of vscode.workspace.notebookDocuments) checks.schedule(notebook);
    }),
  );
  for (const notebook of vscode.workspace.notebookDocuments) opened(notebook);
}

function sayDamaged({ messages }: Services, notebook: vscode.NotebookDocument, reason: string): void {
  const name = notebook.uri.path.split("/").at(-1) ?? "";
  messages.warning(
    vscode.l10n.t("{0} cannot be shown as a notebook: {1}. Its text is unchanged.", name, reason),
    {
      title: vscode.l10n.t("Open as Text"),
      do: () => vscode.commands.executeCommand("vscode.openWith", notebook.uri, "default"),
    },
  );
}
