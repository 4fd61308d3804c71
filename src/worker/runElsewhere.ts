import type { RunConfigOptions } from "../jobs/job.ts";
import type { RunJob } from "../protocol/worker.ts";
import { WorkerClient, workerScript } from "./client.ts";
import { untilDone } from "./untilDone.ts";

/** Read when this file is loaded, before the child process sets it for itself. */
const threadsOfPerson = process.env["OMP_NUM_THREADS"];

/** Runs a config in a child process of its own. Resolves to its exit code; 130 when the signal stopped it. */
export async function runElsewhere(
  job: RunJob,
  { threads, signal, emit }: RunConfigOptions,
): Promise<number> {
  const worker = new WorkerClient(workerScript(), environment(threads));
  const handle = worker.run(job, emit);
  return await untilDone(worker, handle, signal);
}

/** What the person set holds; otherwise runs side by side share the cores. */
function environment(threads: number | undefined): NodeJS.ProcessEnv {
  if (threads === undefined || threadsOfPerson !== undefined) return process.env;
  return { ...process.env, OMP_NUM_THREADS: String(threads) };
}
