import { runNotebook } from "../notebook/runNotebook.ts";
import { NotebookSession } from "../notebook/session.ts";
import { compareFiles } from "../pipeline/compareFiles.ts";
import { describeFailure } from "../pipeline/pipelineError.ts";
import { runPipeline } from "../pipeline/runPipeline.ts";
import type { NotebookEvent } from "../protocol/notebook.ts";
import type { RunEvent } from "../protocol/run.ts";
import type { WorkerReply, WorkerRequest } from "../protocol/worker.ts";
import { fileFingerprint } from "../table/fingerprint.ts";
import { profileTable } from "../table/profile/profileTable.ts";
import { readTable } from "../table/read/read.ts";

/** Tables and query results of the notebook this process serves. */
const notebook = new NotebookSession();

/** Does one job and tells its end. Shared by the child process and by `--in-process`. */
export async function handleJob(
  request: Exclude<WorkerRequest, { type: "cancel" }>,
  reply: (message: WorkerReply) => void,
  signal: AbortSignal,
): Promise<void> {
  const { id } = request;
  switch (request.type) {
    case "run": {
      const exitCode = await runPipeline(request.job, (event) => reply({ type: "event", id, event }), signal);
      reply({ type: "end", id, exitCode });
      return;
    }
    case "profile": {
      const profile = profileTable(await readTable(request.path, request.options));
      reply({ type: "profile", id, profile });
      reply({ type: "end", id, exitCode: 0 });
      return;
    }
    case "fingerprint": {
      reply({ type: "fingerprint", id, hash: await fileFingerprint(request.path) });
      reply({ type: "end", id, exitCode: 0 });
      return;
    }
    case "notebook": {
      const tell = (event: NotebookEvent): void => reply({ type: "notebook", id, event });
      reply({ type: "end", id, exitCode: await runNotebook(request.job, tell, signal, notebook) });
      return;
    }
    case "page": {
      const { handle, offset, rows } = request.job;
      reply({ type: "page", id, grid: notebook.results.page(handle, offset, rows) ?? null });
      reply({ type: "end", id, exitCode: 0 });
      return;
    }
    case "compare": {
      const tell = (event: RunEvent): void => reply({ type: "event", id, event });
      try {
        const report = await compareFiles(request.job, tell, signal);
        reply({ type: "report", id, report });
        reply({ type: "end", id, exitCode: report.gates.some((gate) => !gate.passed) ? 3 : 0 });
      } catch (error) {
        if (signal.aborted) {
          tell({ type: "cancelled", resumable: false });
          reply({ type: "end", id, exitCode: 130 });
          return;
        }
        const failure = describeFailure(error);
        tell({ type: "failed", stage: null, ...failure });
        reply({ type: "end", id, exitCode: failure.exitCode });
      }
      return;
    }
  }
}
