import { describeFailure } from "../pipeline/failure.ts";
import type { Diagnostic } from "../protocol/run.ts";
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
    const { message, diagnostics } = describeFailure(error);
    throw new ToolError([message, ...diagnostics.map(diagnosticLine)].join("\n"));
  } finally {
    context.signal.removeEventListener("abort", cancel);
    worker.dispose();
  }
}

/** `4:12 error: …`, as an assistant reads a finding about the config it named. */
export function diagnosticLine({ line, column, severity, message }: Diagnostic): string {
  return `${line}:${column} ${severity}: ${message}`;
}
