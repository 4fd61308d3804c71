import * as vscode from "vscode";
import type { JobEvent, JobInput, JobName, JobResult } from "../../jobs/jobTable.ts";
import type { Services } from "../services.ts";

type Progress = vscode.Progress<{ readonly message?: string; readonly increment?: number }>;

/**
 * Does a job in a child process of its own under a notification with *Cancel*. Resolves to undefined when it was cancelled. `show` says
 * what an event puts on the notification; left out, the label of its progress.
 */
export async function doInProgress<Name extends JobName>(
  services: Services,
  title: string,
  [name, input]: readonly [Name, JobInput<Name>],
  show: (event: JobEvent<Name>, progress: Progress) => void = showLabel,
): Promise<JobResult<Name> | undefined> {
  return await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const worker = services.newWorker();
      const handle = worker.start(name, input, (event) => show(event, progress));
      token.onCancellationRequested(() => handle.cancel());
      try {
        return await handle.result;
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      } finally {
        worker.dispose();
      }
    },
  );
}

function showLabel(event: unknown, progress: Progress): void {
  const { type, label } = event as { readonly type?: string; readonly label?: string };
  if (type === "progress" && label !== undefined) progress.report({ message: label });
}
