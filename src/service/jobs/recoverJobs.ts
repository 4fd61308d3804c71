import { lostReason, maxStarts } from "./jobEnds.ts";
import type { StoredJob } from "./jobRecord.ts";
import type { JobStore } from "./jobStore.ts";

/** Settles the jobs of a server that ended, however it did: those that can continue are queued again, in the order they came. */
export async function recoverJobs(jobs: JobStore, enqueue: (job: StoredJob) => Promise<void>): Promise<void> {
  const found = [...jobs.all()].sort((a, b) => (a.request.created < b.request.created ? -1 : 1));
  const now = () => new Date().toISOString();
  for (const job of found) {
    const { state, attempt, starts } = job.status;
    if (state === "cancelling") {
      await jobs.update(job, attempt, { state: "cancelled", ended: now(), holder: null });
    } else if (state === "running" && starts >= maxStarts) {
      await jobs.update(job, attempt, {
        state: "failed",
        ended: now(),
        holder: null,
        reason: lostReason(starts),
      });
    } else if (state === "running" || state === "queued") {
      if (state === "running")
        await jobs.update(job, attempt, { state: "queued", resume: true, holder: null });
      await enqueue(job);
    }
  }
}
