import { realpathSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import * as vscode from "vscode";
import { handleMessage } from "../../protocol/messageHandler.ts";
import type { RendererMessage, RendererReply } from "../../protocol/notebook.ts";
import type { Services } from "../services.ts";
import { spokenLanguage } from "../spokenLanguage.ts";
import type { WorkflowController } from "./controller.ts";

/** Answers the buttons of outputs, those of other kinds of notebooks too. */
export function registerMessaging(services: Services, controller: WorkflowController): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging("syndata.renderer");
  return messaging.onDidReceiveMessage(async ({ editor, message }) => {
    try {
      await handleMessage<RendererMessage>(message, {
        openReport: ({ report }) => services.reports.show(report, report.tables.synthetic.name),
        openData: ({ path }) => openData(editor.notebook, path),
        language: () =>
          messaging.postMessage(
            {
              type: "language",
              language: spokenLanguage(),
            } satisfies RendererReply,
            editor,
          ),
        page: async ({ request, handle, offset, rows }) => {
          const grid = await controller.page(editor.notebook, { handle, offset, rows });
          await messaging.postMessage({ type: "page", request, grid } satisfies RendererReply, editor);
        },
      });
    } catch (error) {
      services.messages.error(vscode.l10n.t("SynData could not do that"), error);
    }
  });
}

/** Outputs may come from anybody: only files below the notebook's folder or the workspace are opened. */
async function openData(notebook: vscode.NotebookDocument, path: string): Promise<void> {
  if (notebook.uri.scheme !== "file") return;
  const folder = dirname(notebook.uri.fsPath);
  const file = realpathSync(resolve(folder, path));
  const roots = [folder, ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath)];
  if (!roots.some((root) => isInside(realpathSync(root), file)))
    throw new Error(vscode.l10n.t("{0} lies outside of this workspace", path));
  await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(file));
}

function isInside(root: string, file: string): boolean {
  const way = relative(root, file);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && resolve(root, way) === file;
}
