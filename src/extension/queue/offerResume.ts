import { existsSync } from "node:fs";
import { basename } from "node:path";
import * as vscode from "vscode";
import { isCutOff } from "../../runFolder/runState.ts";
import { type PastRun, resumable } from "../../runs/pastRun.ts";
import { workspaceRuns } from "../runs/workspaceRuns.ts";
import type { Services } from "../services.ts";

/** Long after activation: nothing is read while VS Code starts. */
const delayMs = 4000;
/** In a huge workspace it is not worth more. */
const longestSearchMs = 20_000;
const dismissedKey = "syndata.dismissedRuns";

/** Once a window: asks whether runs that were cut off should go on. A run the person cancelled is not brought up. */
export function offerResume(services: Services): vscode.Disposable {
  const wanted = vscode.workspace.getConfiguration("syndata").get<boolean>("offerResume", true);
  if (!wanted || (vscode.workspace.workspaceFolders ?? []).length === 0) return { dispose: () => undefined };
  const timer = setTimeout(() => {
    ask(services).catch((error: unknown) => services.log.warn(String(error)));
  }, delayMs);
  return { dispose: () => clearTimeout(timer) };
}

/** The person knows about this run. */
export async function dismiss(services: Services, runId: string): Promise<void> {
  const known = services.memory.get<string[]>(dismissedKey, []);
  await services.memory.update(dismissedKey, [...known.slice(-200), runId]);
}

async function ask(services: Services): Promise<void> {
  const dismissed = new Set(services.memory.get<string[]>(dismissedKey, []));
  const search = new vscode.CancellationTokenSource();
  const tooLong = setTimeout(() => search.cancel(), longestSearchMs);
  const runs = await workspaceRuns([], search.token);
  clearTimeout(tooLong);
  const cutOff = newestPerConfig(runs).filter(
    (run) =>
      !dismissed.has(run.folder.id) &&
      existsSync(run.state.config) &&
      services.queue.activeOf(run.state.config) === undefined,
  );
  for (const run of cutOff) await dismiss(services, run.folder.id);
  const [first] = cutOff;
  if (first === undefined) return;
  const text =
    cutOff.length === 1
      ? vscode.l10n.t(
          "The run of {0} was cut off. It can continue where it stopped.",
          basename(first.state.config),
        )
      : vscode.l10n.t("{0} runs were cut off. They can continue where they stopped.", cutOff.length);
  services.messages.info(
    text,
    {
      title: vscode.l10n.t("Resume"),
      do: () => {
        for (const { state } of cutOff)
          void vscode.commands.executeCommand("syndata.resume", vscode.Uri.file(state.config));
      },
    },
    {
      title: vscode.l10n.t("Show Runs"),
      do: () => vscode.commands.executeCommand("syndata.runs.focus"),
    },
  );
}

function newestPerConfig(runs: readonly PastRun[]): PastRun[] {
  const configs = [...new Set(runs.map(({ state }) => state.config))];
  return configs
    .map((config) => resumable(runs.filter(({ state }) => state.config === config)))
    .filter((run) => run !== undefined)
    .filter(({ state }) => isCutOff(state));
}
