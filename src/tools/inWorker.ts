import type { JobHandle } from "../protocol/worker.ts";
import type { WorkerClient } from "../worker/client.ts";
import { type ToolContext, ToolError } from "./tool.ts";

/** Runs one job in a child process of its own; a cancelled call stops it. */
export async function working<T>(
  context: ToolContext,
  start: (worker: WorkerClient) => JobHandle<T>,
): Promise<T> {
  const worker = context.newWorker();
  const handle = start(worker);
  const cancel = (): void => handle.cancel();
  context.signal.addEventListener("abort", cancel);
  if (context.signal.aborted) cancel();
  try {
    return await handle.result;
  } catch (error) {
    if (context.signal.aborted) throw new ToolError("cancelled");
    const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new ToolError(first.replace(/^(?:[A-Z]\w*Error|Error): /, ""));
  } finally {
    context.signal.removeEventListener("abort", cancel);
    worker.dispose();
  }
}
