import { isDiskFull } from "../../pipeline/failure.ts";
import { CancelMark } from "../cluster/cancelMark.ts";
import type { JobQueue } from "../queue/jobQueue.ts";
import type { DataFolder } from "../store/dataFolder.ts";
import type { EventLog } from "./eventLog.ts";
import { stopReasons } from "./jobEnds.ts";
import { isEnded, type JobStatus, type StoredJob } from "./jobRecord.ts";
import type { JobStore } from "./jobStore.ts";

interface CancelParts {
  readonly folder: DataFolder;
  readonly queue: JobQueue;
  readonly jobs: JobStore;
  readonly events: EventLog;
}

/** Stops a job wherever it is: in the queue, on the way into it or out of it, or at work. One that has ended stays as it is. */
export async function cancelJob({ folder, queue, jobs, events }: CancelParts, job: StoredJob): Promise<void> {
  const { id } = job.request;
  const removed = await queue.remove(id);
  if (isEnded(job.status)) return;
  if (removed) {
    await jobs.end(job, job.status.attempt, { state: "cancelled" });
  } else if (queue.shared) {
    await new CancelMark(folder, job).set();
    if (!isEnded(job.status)) job.cancelling = true;
  } else {
    // whoever has it, or is about to, sees the mark
    job.cancelling = true;
    queue.abort(id, stopReasons.cancel);
    // the record is for the next start of a server that ends before the child does; stopping a job needs no room
    await jobs
      .update(job, undefined, (now) => (isEnded(now) ? {} : { state: "cancelling" }))
      .catch((error: unknown) => {
        if (!isDiskFull(error)) throw error;
      });
  }
  await events.tellState(job);
}

/** Ends a job of this process that was cancelled while neither the queue nor a child had it; resolves to whether it was. */
export async function endIfCancelled(parts: Omit<CancelParts, "folder">, job: StoredJob): Promise<boolean> {
  if (parts.queue.shared || job.cancelling !== true) return false;
  await endJob(parts, job, { state: "cancelled" });
  return true;
}

/** Ends a job that no attempt is at work on. */
export async function endJob(
  { jobs, events }: Pick<CancelParts, "jobs" | "events">,
  job: StoredJob,
  end: Pick<JobStatus, "state"> & Partial<JobStatus>,
): Promise<void> {
  await jobs.end(job, undefined, end);
  await events.tellState(job);
  await events.close(job.request.id);
}
