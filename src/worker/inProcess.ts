import type { Writable } from "node:stream";
import { type JobEvent, type JobInput, type JobName, type JobResult, performJob } from "../jobs/jobTable.ts";
import { CancelledError } from "../pipeline/failure.ts";
import type { JobHandle } from "../protocol/worker.ts";
import { runElsewhere } from "./runElsewhere.ts";

/** Starts one job of the table of jobs in this process. `stream`: where a job may write its rows. */
export function startInProcess<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
  onEvent: (event: JobEvent<Name>) => void = () => undefined,
  stream?: Writable,
): JobHandle<JobResult<Name>> {
  const controller = new AbortController();
  const { signal } = controller;
  const result = performJob(name, input, {
    signal,
    emit: onEvent,
    runConfig: runElsewhere,
    ...(stream !== undefined && { stream }),
  }).catch((error: unknown) => {
    throw signal.aborted ? new CancelledError() : error;
  });
  return { result: result as Promise<JobResult<Name>>, cancel: () => controller.abort() };
}
