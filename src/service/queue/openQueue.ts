import type { Settings } from "../settings.ts";
import { EmbeddedQueue } from "./embeddedQueue.ts";
import type { JobQueue } from "./jobQueue.ts";
import { SharedQueue } from "./sharedQueue.ts";

/** The queue of a server: in this process, or the one the settings name. @throws UserError when that cannot be used */
export async function openQueue({ QUEUE, MAX_RUNNING, QUEUE_LOCK_SECONDS }: Settings): Promise<JobQueue> {
  if (QUEUE === "embedded") return new EmbeddedQueue(MAX_RUNNING);
  const lockMs = QUEUE_LOCK_SECONDS * 1000;
  return await SharedQueue.open({
    url: QUEUE,
    maxPerTenant: MAX_RUNNING,
    adds: true,
    lockMs,
    stalledMs: lockMs / 4,
  });
}
