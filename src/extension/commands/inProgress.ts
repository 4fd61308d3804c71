import * as vscode from "vscode";
import type { JobEvent, JobInput, JobName, JobResult } from "../../jobs/jobTable.ts";
import type { Services } from "../services.ts";

/** Does a job in a child process of its own under a notification with *Cancel*. Resolves to undefined when it was cancelled. */
export async function doInProgress<Name extends JobName>(
  services: Services,
  title: string,
  [name, input]: readonly [Name, JobInput<Name>],
  onEvent?: (event: JobEvent<Name>) => void,
): Promise<JobResult<Name> | undefined> {
  return await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const worker = services.newWorker();
      const handle = worker.start(name, input, (event) => {
        onEvent?.(event);
        const { type, label } = event as { readonly type?: string; readonly label?: string };
        if (type === "progress" && label !== undefined) progress.report({ message: label });
      });
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
