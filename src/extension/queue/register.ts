import * as vscode from "vscode";
import { logLine } from "../../runs/runLogLines.ts";
import { isActive } from "../../runs/runQueue.ts";
import type { Services } from "../services.ts";
import { announceEnd } from "./endMessage.ts";
import { watchFiles } from "./fileEvents.ts";
import { keepWaiting } from "./keepWaiting.ts";
import { dismiss, offerResume } from "./offerResume.ts";
import { statusBar } from "./statusBar.ts";

/** What a person sees of runs outside the views: status bar, log, the notification at the end, the offer to resume. */
export function registerRuns(context: vscode.ExtensionContext, services: Services): void {
  const { queue, log } = services;
  context.subscriptions.push(
    statusBar(services),
    watchFiles(services),
    offerResume(services),
    keepWaiting(services),
    queue.onChange((run, event) => {
      if (event !== undefined) {
        const line = logLine(run.job.config, event);
        if (line !== undefined) log[line.level](line.text);
        return;
      }
      if (isActive(run)) return;
      if (run.status === "cancelled" && run.live.runId !== null) void dismiss(services, run.live.runId);
      announceEnd(services, run);
      void vscode.commands.executeCommand("syndata.refresh");
    }),
  );
}
