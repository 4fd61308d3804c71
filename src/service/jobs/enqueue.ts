import { kindOf } from "../kinds/kindTable.ts";
import { helperOf, type JobQueue } from "../queue/jobQueue.ts";
import type { StoredJob } from "./jobRecord.ts";
import type { JobStore } from "./jobStore.ts";

/** Puts a job into the queue, behind the tenant's other jobs; with places for helpers where other processes may take them. */
export async function enqueue(queue: JobQueue, jobs: JobStore, job: StoredJob): Promise<void> {
  const { id, tenant, kind } = job.request;
  const { lane, helpers } = kindOf(kind);
  const priority = jobs.unfinishedOf(tenant).length;
  await queue.add({ id, tenant, lane, priority });
  if (!queue.shared || helpers === undefined) return;
  const count = helpers(await jobs.inputOf(job));
  for (let n = 1; n <= count; n++)
    await queue.add({ id: helperOf(id, n), tenant, lane, priority: priority + n });
}
