import { availableParallelism } from "node:os";
import { performJob } from "../jobs/jobTable.ts";
import { describeFailure, ParentGoneError } from "../pipeline/failure.ts";
import type { JobEnd, WorkerReply, WorkerRequest } from "../protocol/worker.ts";
import { runElsewhere } from "./runElsewhere.ts";

/**
 * The child process: jobs in, events out, over the IPC channel of `fork()`. Native code (onnxruntime, DuckDB) lives here
 * and nowhere else. It ends when its parent does.
 */
const running = new Map<number, AbortController>();

process.on("message", (request: WorkerRequest) => {
  if (request.type === "cancel") {
    running.get(request.id)?.abort();
    return;
  }
  const { id, job, input } = request;
  const controller = new AbortController();
  const { signal } = controller;
  running.set(id, controller);
  const emit = (event: unknown): void => reply({ type: "event", id, event });
  void performJob(job, input, { signal, emit, runConfig: runElsewhere })
    .then(
      (result): JobEnd => ({ state: "done", result }),
      (error: unknown): JobEnd =>
        signal.aborted ? { state: "cancelled" } : { state: "failed", failure: describeFailure(error) },
    )
    .then((end) => {
      running.delete(id);
      reply({ type: "end", id, end });
    });
});

process.on("disconnect", () => {
  for (const controller of running.values()) controller.abort(new ParentGoneError());
  setTimeout(() => process.exit(130), 1500).unref();
  if (running.size === 0) process.exit(0);
});

// a Ctrl+C in the terminal reaches the whole process group: the parent decides what it means
process.on("SIGINT", () => undefined);

process.env["OMP_NUM_THREADS"] ??= String(availableParallelism());
reply({ type: "ready" });

function reply(message: WorkerReply): void {
  if (process.connected) process.send?.(message);
}
