import { existsSync } from "node:fs";
import { basename } from "node:path";
import * as vscode from "vscode";
import type { RunJob } from "../../protocol/worker.ts";
import { WaitingRuns } from "../../runs/waitingRuns.ts";
import type { Services } from "../services.ts";

const waitingKey = "syndata.waitingRuns";
/** Long after activation: nothing is shown while VS Code starts. */
const delayMs = 3000;

/** Runs that still wait when the window closes are offered when the folder is opened again. */
export function keepWaiting({ queue, memory, messages }: Services): vscode.Disposable {
  const waiting = new WaitingRuns(queue, {
    read: () => memory.get<readonly RunJob[]>(waitingKey, []),
    write: (jobs) => void memory.update(waitingKey, jobs),
  });
  const offer = (): void => {
    waiting.keep(({ config }) => existsSync(config));
    const { left } = waiting;
    const [first] = left;
    if (first === undefined || !vscode.workspace.isTrusted) return;
    messages.info(
      left.length === 1
        ? vscode.l10n.t("{0} was waiting to run when the window was closed.", basename(first.config))
        : vscode.l10n.t("{0} runs were waiting when the window was closed.", left.length),
      { title: vscode.l10n.t("Run"), do: () => waiting.settle(true) },
      { title: vscode.l10n.t("Do Not Run"), do: () => waiting.settle(false) },
    );
  };
  const timer = setTimeout(offer, delayMs);
  const changes = queue.onChange((_, event) => {
    if (event === undefined) waiting.save();
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      changes.dispose();
    },
  };
}
