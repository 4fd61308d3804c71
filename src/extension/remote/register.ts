import { homedir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { openTable } from "../commands/artifacts.ts";
import { parseReport } from "../report/readReport.ts";
import type { Services } from "../services.ts";
import { type RemoteNode, RemoteRuns } from "./remoteRuns.ts";

type Command = (remote: RemoteRuns, services: Services, node: RemoteNode) => Promise<unknown>;

const commands: Readonly<Record<string, Command>> = {
  remoteSignIn: signIn,
  remoteSignOut: (remote) => remote.forget(),
  refreshRemote: async (remote) => remote.refresh(),
  openRemoteReport: openReport,
  saveRemoteTable: saveTable,
  cancelRemote: async (remote, _services, { job }) => {
    await (await remote.server())?.cancel(job.id);
    remote.refresh();
  },
};

/** The view of a server's runs and its commands. Nothing is asked of the server before the view is seen. */
export function registerRemote(context: vscode.ExtensionContext, services: Services): void {
  const remote = new RemoteRuns(context.secrets);
  const tree = vscode.window.createTreeView("syndata.remote", { treeDataProvider: remote });
  context.subscriptions.push(
    remote,
    tree,
    remote.onDidTell((text) => {
      tree.message = text;
    }),
    tree.onDidChangeVisibility(({ visible }) => {
      remote.visible = visible;
      if (visible) remote.refresh();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("syndata.server")) remote.refresh();
    }),
    ...Object.entries(commands).map(([name, command]) =>
      vscode.commands.registerCommand(`syndata.${name}`, async (node: RemoteNode) => {
        try {
          await command(remote, services, node);
        } catch (error) {
          services.messages.error(vscode.l10n.t("SynData could not do that"), error);
        }
      }),
    ),
  );
}

async function signIn(remote: RemoteRuns): Promise<void> {
  const origin = remote.origin();
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t("Sign in to {0}", origin),
    prompt: vscode.l10n.t(
      "A key of the server, as “syndata keys add” prints it. VS Code keeps it among its secrets.",
    ),
    placeHolder: "sd_…",
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^sd_\w+_[\w-]+$/.test(text.trim()) ? undefined : vscode.l10n.t("A key begins with sd_"),
  });
  if (key !== undefined) await remote.keep(key.trim());
}

async function openReport(remote: RemoteRuns, services: Services, { job }: RemoteNode): Promise<void> {
  const server = await remote.server();
  if (server === undefined) return;
  const text = await server.report(job.id);
  await services.reports.show(parseReport(text, job.name, vscode.l10n.t), job.name);
}

async function saveTable(remote: RemoteRuns, _services: Services, { job }: RemoteNode): Promise<void> {
  const server = await remote.server();
  const table = job.outputs.find(({ name }) => name === "table");
  if (server === undefined || table === undefined) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  const to = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(join(folder, table.file)) });
  if (to === undefined) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Downloading {0}", table.file) },
    () => server.saveTable(job.id, to.fsPath),
  );
  await openTable(to.fsPath);
}
