import { basename } from "node:path";
import * as vscode from "vscode";
import type { QueuedRun } from "../../runs/runQueue.ts";
import type { Services } from "../services.ts";

/** *Cancel*: the run named by the argument (a key, a tree node, a config), else the only one, else one of several. */
export async function cancel(services: Services, argument: unknown): Promise<void> {
  const run = named(services, argument) ?? (await pickActive(services));
  if (run !== undefined) services.queue.cancel(run.key);
}

function named(services: Services, argument: unknown): QueuedRun | undefined {
  if (typeof argument === "number") return services.queue.get(argument);
  if (argument instanceof vscode.Uri) return services.queue.activeOf(argument.fsPath);
  const { key, config } = (argument ?? {}) as { readonly key?: unknown; readonly config?: unknown };
  if (typeof key === "number") return services.queue.get(key);
  return typeof config === "string" ? services.queue.activeOf(config) : undefined;
}

async function pickActive(services: Services): Promise<QueuedRun | undefined> {
  const { active } = services.queue;
  if (active.length === 0) services.messages.info(vscode.l10n.t("Nothing is running."));
  if (active.length <= 1) return active[0];
  const items = active.map((run) => ({ label: basename(run.job.config), run }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Cancel which run?") }))?.run;
}
