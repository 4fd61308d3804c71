import type { JobHandle } from "../protocol/worker.ts";
import type { WorkerClient } from "./client.ts";

/** Waits for a job of a child process that does nothing else: aborting the signal cancels it, and the child ends with it. */
export async function untilDone<T>(
  worker: WorkerClient,
  handle: JobHandle<T>,
  signal: AbortSignal,
): Promise<T> {
  const cancel = (): void => handle.cancel();
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  try {
    return await handle.result;
  } finally {
    signal.removeEventListener("abort", cancel);
    worker.dispose();
  }
}
