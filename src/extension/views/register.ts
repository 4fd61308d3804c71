import * as vscode from "vscode";
import { openTable } from "../commands/artifacts.ts";
import { reveal } from "../commands/reveal.ts";
import { configGlob, dataGlob, isConfigFile } from "../files.ts";
import { throttle } from "../queue/statusBar.ts";
import { isLooseTab } from "../runs/looseConfigs.ts";
import type { Services } from "../services.ts";
import { ConfigsView } from "./configsView.ts";
import { offerTourOnce } from "./firstTable.ts";
import { RunsView } from "./runsView.ts";
import { TemplatesView } from "./templatesView.ts";

/** The three views of the activity bar. They look at the disk when they are shown, and again when something changed. */
export function registerViews(context: vscode.ExtensionContext, services: Services): void {
  const configs = new ConfigsView(services);
  offerTourOnce(context);
  const runs = new RunsView(services);
  const configsTree = vscode.window.createTreeView("syndata.configs", { treeDataProvider: configs });
  configs.onDidFind((found) => {
    configsTree.message =
      found === "tables" ? vscode.l10n.t("No config yet. Choose a table to make one:") : "";
  });
  const runsTree = vscode.window.createTreeView("syndata.runs", { treeDataProvider: runs });
  const templates = new TemplatesView(services.extensionUri);
  const refresh = (): void => {
    configs.refresh();
    runs.refresh();
  };
  const soon = throttle(refresh, 1000);
  context.subscriptions.push(
    configs,
    runs,
    configsTree,
    runsTree,
    soon,
    vscode.window.createTreeView("syndata.templates", { treeDataProvider: templates }),
    vscode.commands.registerCommand("syndata.refresh", refresh),
    vscode.commands.registerCommand("syndata.openArtifact", (path: string) => openArtifact(services, path)),
    services.queue.onChange((run, event) => {
      if (event === undefined || event.type === "run") runs.refresh();
      configs.progress();
      runs.progress();
      runsTree.badge = badge(services);
      if (event === undefined && run.exitCode !== null) soon.call();
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (isConfigFile(uri.path)) soon.call();
    }),
    vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
      if ([...opened, ...closed].some(isLooseTab)) soon.call();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    watch(configsTree, () => soon.call()),
  );
}

/** Watches the workspace once a view was shown. */
function watch(tree: vscode.TreeView<unknown>, changed: () => void): vscode.Disposable {
  const disposables: vscode.Disposable[] = [];
  const start = (): void => {
    if (disposables.length > 1) return;
    for (const glob of [configGlob, dataGlob, "**/.syndata/runs/*/state.json"]) {
      const watcher = vscode.workspace.createFileSystemWatcher(glob);
      disposables.push(
        watcher,
        watcher.onDidCreate(changed),
        watcher.onDidDelete(changed),
        watcher.onDidChange(changed),
      );
    }
  };
  disposables.push(
    tree.onDidChangeVisibility(({ visible }) => {
      if (!visible) return;
      start();
      changed();
    }),
  );
  if (tree.visible) start();
  return { dispose: () => disposables.forEach((d) => void d.dispose()) };
}

function badge({ queue }: Services): vscode.ViewBadge | undefined {
  const value = queue.active.length;
  return value === 0 ? undefined : { value, tooltip: vscode.l10n.t("{0} runs active", value) };
}

async function openArtifact(services: Services, path: string): Promise<void> {
  if (path.endsWith("report.json")) return services.reports.openFile(path);
  if (path.endsWith(".synthmodel")) {
    await reveal(path);
    return;
  }
  if (/\.synth\.json$/.test(path)) {
    // as it was run: not to be edited
    await vscode.commands.executeCommand("vscode.openWith", vscode.Uri.file(path), "default", {
      preview: true,
    });
    return;
  }
  await openTable(path);
}
