import { availableParallelism } from "node:os";
import type { WorkerReply, WorkerRequest } from "../protocol/worker.ts";
import { handleJob } from "./jobs.ts";

/**
 * The child process: jobs in, events out, over the IPC channel of `fork()`. Native code (onnxruntime, DuckDB) lives here
 * and nowhere else. One job at a time; it ends when its parent does.
 */
const running = new Map<number, AbortController>();

process.on("message", (request: WorkerRequest) => {
  if (request.type === "cancel") {
    running.get(request.id)?.abort();
    return;
  }
  const controller = new AbortController();
  running.set(request.id, controller);
  handleJob(request, reply, controller.signal)
    .catch((error: unknown) => {
      reply({
        type: "end",
        id: request.id,
        exitCode: 1,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    })
    .finally(() => running.delete(request.id));
});

process.on("disconnect", () => {
  for (const controller of running.values()) controller.abort();
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
