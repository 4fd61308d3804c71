import type { JobEvent, JobInput, JobName, JobResult } from "../jobs/jobTable.ts";
import { CancelledError } from "../pipeline/failure.ts";
import type { JobHandle } from "../protocol/worker.ts";
import { WorkerClient, workerScript } from "../worker/client.ts";
import { cancellable } from "./onInterrupt.ts";

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

/**
 * Does a job that only reads in a child process. Ctrl+C ends the child at once, whatever it is at: there is nothing to save.
 * @throws CancelledError, WorkerCrash naming the files, and what the job threw
 */
export async function readInChild<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
): Promise<JobResult<Name>> {
  return await followChild((client) => {
    let cancel = (): void => undefined;
    const cancelled = new Promise<never>((_, reject) => {
      cancel = () => {
        client.kill();
        reject(new CancelledError());
      };
    });
    return { result: Promise.race([client.start(name, input).result, cancelled]), cancel };
  });
}

/** The result of a job in a child process, which Ctrl+C cancels. The child is ended afterwards: its open pipes would keep this process alive. */
export async function followChild<Result>(
  begin: (client: WorkerClient) => JobHandle<Result>,
): Promise<Result> {
  const client = children.make();
  try {
    return await cancellable(begin(client));
  } finally {
    client.dispose();
  }
}
