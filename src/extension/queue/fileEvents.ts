import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { isActive, type QueuedRun } from "../../runs/runQueue.ts";
import type { Services } from "../services.ts";

/** What happens to the files of a run while it works: said once, and nothing is lost. */
export function watchFiles(services: Services): vscode.Disposable {
  const watchers = new Map<number, vscode.Disposable>();
  const listening = services.queue.onChange((run, event) => {
    if (event?.type === "run")
      void watch(services, run).then((watcher) => {
        if (services.queue.activeOf(run.job.config)?.key === run.key) watchers.set(run.key, watcher);
        else watcher.dispose();
      });
    if (isActive(run)) return;
    watchers.get(run.key)?.dispose();
    watchers.delete(run.key);
  });
  return vscode.Disposable.from(
    listening,
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) void followRename(services, oldUri.fsPath, newUri.fsPath);
    }),
    { dispose: () => watchers.forEach((w) => void w.dispose()) },
  );
}

async function watch(services: Services, run: QueuedRun): Promise<vscode.Disposable> {
  const { config } = run.job;
  const name = basename(config);
  const source = await sourceOf(config).catch(() => undefined);
  const told = new Set<string>();
  const tell = (what: string, message: string): void => {
    const now = services.queue.get(run.key);
    if (told.has(what) || now === undefined || !isActive(now)) return;
    told.add(what);
    services.messages.warning(message);
  };
  const configWatcher = watcherOf(config);
  const disposables: vscode.Disposable[] = [
    configWatcher,
    configWatcher.onDidDelete(() =>
      tell(
        "config",
        vscode.l10n.t(
          "{0} was moved or deleted while it is being run. The run continues with what it has read; its results are kept in .syndata/runs.",
          name,
        ),
      ),
    ),
  ];
  if (source !== undefined) {
    const sourceWatcher = watcherOf(source);
    const changed = vscode.l10n.t(
      "{0} changed while {1} is being run. The run continues with the rows it has read; run it again for the new ones.",
      basename(source),
      name,
    );
    const deleted = vscode.l10n.t(
      "{0} was moved or deleted while {1} is being run. The run continues with the rows it has read.",
      basename(source),
      name,
    );
    disposables.push(
      sourceWatcher,
      sourceWatcher.onDidChange(() => tell("source", changed)),
      sourceWatcher.onDidDelete(() => {
        // programs save by deleting and renaming
        setTimeout(() => tell("source", existsSync(source) ? changed : deleted), 500);
      }),
    );
  }
  return vscode.Disposable.from(...disposables);
}

function watcherOf(path: string): vscode.FileSystemWatcher {
  const pattern = basename(path).replace(/[[\]{}*?]/g, (c) => `[${c}]`);
  return vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(vscode.Uri.file(dirname(path)), pattern),
  );
}

async function sourceOf(config: string): Promise<string | undefined> {
  const { parseConfig } = await import("../../config/parseConfig.ts");
  const { resolvePaths } = await import("../../config/paths.ts");
  const parsed = parseConfig(await readFile(config, "utf8"), config);
  return parsed.config && resolvePaths(parsed.config, config).source;
}

/** Past runs follow a config that is renamed in its folder; a living run when it has ended. */
async function followRename(services: Services, from: string, to: string): Promise<void> {
  if (!/\.synth\.json$/i.test(from) || dirname(from) !== dirname(to)) return;
  const { adoptRuns } = await import("../../runs/adoptRuns.ts");
  const active = services.queue.activeOf(from);
  if (active === undefined) {
    await adoptRuns(from, to);
    return;
  }
  const waiting = services.queue.onChange((run) => {
    if (run.key !== active.key || isActive(run)) return;
    waiting.dispose();
    void adoptRuns(from, to).then(() => vscode.commands.executeCommand("syndata.refresh"));
  });
}
