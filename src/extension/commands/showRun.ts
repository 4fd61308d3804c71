import { basename } from "node:path";
import * as vscode from "vscode";
import { isActive, type QueuedRun } from "../../runs/runQueue.ts";
import { progressText } from "../../runs/statusText.ts";
import type { Services } from "../services.ts";

/** Click on the status bar: what can be done about a run. With several, which one first. */
export async function showRun(services: Services, argument: unknown): Promise<void> {
  const run = typeof argument === "number" ? services.queue.get(argument) : await pickRun(services);
  if (run === undefined) return;
  const actions = actionsOf(services, run);
  const picked = await vscode.window.showQuickPick(actions, {
    title: `${basename(run.job.config)} · ${progressText(run, vscode.l10n.t)}`,
  });
  await picked?.do();
}

interface Action extends vscode.QuickPickItem {
  readonly do: () => unknown;
}

function actionsOf(services: Services, run: QueuedRun): Action[] {
  const uri = vscode.Uri.file(run.job.config);
  const command = (name: string, argument?: unknown) => () => vscode.commands.executeCommand(name, argument);
  const node = { config: run.job.config, ...(run.live.runDir !== null && { runDir: run.live.runDir }) };
  return [
    ...(isActive(run)
      ? [
          {
            label: `$(debug-stop) ${vscode.l10n.t("Cancel")}`,
            detail: vscode.l10n.t("What is finished is kept; the run can be resumed."),
            do: () => services.queue.cancel(run.key),
          },
        ]
      : []),
    ...(run.status === "cancelled" || run.reason === "lost"
      ? [{ label: `$(debug-continue) ${vscode.l10n.t("Resume")}`, do: command("syndata.resume", uri) }]
      : []),
    ...(run.status === "succeeded"
      ? [
          { label: `$(graph) ${vscode.l10n.t("Open Report")}`, do: command("syndata.openReport", node) },
          { label: `$(table) ${vscode.l10n.t("Open Data")}`, do: command("syndata.openData", node) },
        ]
      : []),
    { label: `$(list-tree) ${vscode.l10n.t("Show in Runs")}`, do: command("syndata.runs.focus") },
    { label: `$(go-to-file) ${vscode.l10n.t("Open Config")}`, do: command("vscode.open", uri) },
    { label: `$(output) ${vscode.l10n.t("Show Log")}`, do: () => services.log.show(true) },
  ];
}

async function pickRun(services: Services): Promise<QueuedRun | undefined> {
  const runs = services.queue.active.length > 0 ? services.queue.active : services.queue.runs.slice(-1);
  if (runs.length === 0) await vscode.commands.executeCommand("syndata.runs.focus");
  if (runs.length <= 1) return runs[0];
  const items = runs.map((run) => ({
    label: basename(run.job.config),
    description: progressText(run, vscode.l10n.t),
    run,
  }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Which run?") }))?.run;
}
