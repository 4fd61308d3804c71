import type { EventLog } from "../jobs/eventLog.ts";
import { isEnded, type StoredJob } from "../jobs/jobRecord.ts";
import type { JobStore } from "../jobs/jobStore.ts";
import type { ModelStore } from "../models/modelStore.ts";
import type { JobQueue } from "../queue/jobQueue.ts";

export interface WatchedParts {
  readonly jobs: JobStore;
  readonly models: ModelStore;
  readonly events: EventLog;
  readonly queue: JobQueue;
  /** Puts a job into the queue. */
  enqueue(job: StoredJob): Promise<void>;
}

/** Milliseconds between looks at the records of jobs at work. */
const watchMs = 1000;

/**
 * Keeps the server's index of jobs in step with the records that workers elsewhere write, and puts into the queue what it has lost: the
 * records are the truth.
 */
export class RecordWatch {
  readonly #parts: WatchedParts;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: WatchedParts) {
    this.#parts = parts;
    this.#next();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  #next(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#look()
        .catch(() => undefined)
        .then(() => this.#next());
    }, watchMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const { jobs, queue } = this.#parts;
    const open = [...jobs.all()].filter(({ status }) => !isEnded(status));
    // a job that waits in the queue is in nobody's hands
    for (const job of open) if (queue.position(job.request.id) === undefined) await this.refresh(job);
    for (const job of open)
      if (!isEnded(job.status) && !queue.has(job.request.id)) await this.#parts.enqueue(job);
  }

  /** Reads how far a job has come. */
  async refresh(job: StoredJob): Promise<void> {
    const { jobs, models, events } = this.#parts;
    const { tenant, id } = job.request;
    await jobs.reload(tenant, id);
    if (job.status.state === "running") {
      const { stage, live } = progressOf(await events.read(tenant, id, 0));
      job.live = live;
      job.status = { ...job.status, stage };
      return;
    }
    job.live = null;
    if (isEnded(job.status)) {
      job.cancelling = false;
      if (job.status.state === "succeeded") await models.reload(tenant, id);
    }
  }
}

/** How far the attempt is, by the events that its worker wrote. */
function progressOf(
  events: Awaited<ReturnType<EventLog["read"]>>,
): Pick<StoredJob, "live"> & { readonly stage: string | null } {
  let stage: string | null = null;
  let live: StoredJob["live"] = null;
  for (const { event } of events) {
    if (event.type === "state") stage = live = null;
    else if (event.type === "stage" && event.state === "start") {
      stage = event.stage;
      live = null;
    } else if (event.type === "progress") {
      const { fraction, label, etaMs } = event;
      live = { fraction, label, etaMs };
    }
  }
  return { stage, live };
}
