import type { JobEvent, JobInput, JobName, JobResult } from "../jobs/jobTable.ts";
import type { JobHandle } from "../protocol/worker.ts";
import { WorkerClient, workerScript } from "../worker/client.ts";
import { onInterrupt } from "./onInterrupt.ts";

/** Where commands take their child process from. */
export const children = { make: (): WorkerClient => new WorkerClient(workerScript()) };

/**
 * Does a job that reads files from elsewhere in a child process: where a native library fails on one, the child ends and this
 * process reports it. Ctrl+C cancels the job.
 * @throws CancelledError, WorkerCrash naming the files, and what the job threw
 */
export async function doInChild<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
  onEvent?: (event: JobEvent<Name>) => void,
): Promise<JobResult<Name>> {
  return await followChild((client) => client.start(name, input, onEvent));
}

/** The result of what a child process is told to do. Ctrl+C cancels it; the child ends with it, so that nobody waits for its pipes. */
export async function followChild<Result>(
  begin: (client: WorkerClient) => JobHandle<Result>,
): Promise<Result> {
  const client = children.make();
  const handle = begin(client);
  const stop = onInterrupt(() => handle.cancel());
  try {
    return await handle.result;
  } finally {
    stop();
    client.dispose();
  }
}
