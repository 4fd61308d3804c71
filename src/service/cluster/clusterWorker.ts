import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { isHeld, settleLease } from "../../runFolder/lease.ts";
import { EventLog } from "../jobs/eventLog.ts";
import { lostReason, maxStarts, stopReasons } from "../jobs/jobEnds.ts";
import { isEnded, type StoredJob } from "../jobs/jobRecord.ts";
import { JobRunner } from "../jobs/jobRunner.ts";
import { JobStore } from "../jobs/jobStore.ts";
import { ModelStore } from "../models/modelStore.ts";
import { type JobQueue, type Outcome, readQueued } from "../queue/jobQueue.ts";
import { SharedQueue } from "../queue/sharedQueue.ts";
import type { Settings } from "../settings.ts";
import type { BlobStore } from "../store/blobStore.ts";
import { DataFolder } from "../store/dataFolder.ts";
import { openBlobs } from "../store/openBlobs.ts";
import { uploadStoreOf } from "../uploads/uploadStoreOf.ts";
import { CancelMark } from "./cancelMark.ts";
import { announceWorker } from "./presence.ts";
import { refuseOtherVersion } from "./versionFile.ts";

export interface WorkerOptions {
  readonly settings: Settings;
  /** `dist/worker.cjs`. */
  readonly workerScript: string;
  /** Takes faults of the worker itself, without values. */
  warn(message: string): void;
}

const cancelMs = 1000;

/**
 * One of many processes that do the jobs of one service. It shares the data folder and the queue with the server and the other workers,
 * computes nothing itself (each attempt has a child process of its own) and keeps nothing.
 */
export class ClusterWorker {
  readonly #folder: DataFolder;
  readonly #blobs: BlobStore;
  readonly #jobs: JobStore;
  readonly #uploads: ReturnType<typeof uploadStoreOf>;
  readonly #models: ModelStore;
  readonly #events: EventLog;
  readonly #runner: JobRunner;
  readonly #queue: JobQueue;
  readonly #warn: (message: string) => void;
  #presence: { end(): Promise<void> } | undefined;

  private constructor(
    { settings, workerScript, warn }: WorkerOptions,
    {
      folder,
      blobs,
      queue,
    }: { readonly folder: DataFolder; readonly blobs: BlobStore; readonly queue: JobQueue },
  ) {
    const { CONCURRENCY, THREADS, MEMORY, MAX_JOB_MINUTES } = settings;
    this.#folder = folder;
    this.#blobs = blobs;
    this.#queue = queue;
    this.#warn = warn;
    this.#jobs = new JobStore(folder, blobs);
    this.#uploads = uploadStoreOf(folder, blobs, settings);
    this.#models = new ModelStore(folder, blobs);
    this.#events = new EventLog(folder);
    const threads = THREADS ?? Math.max(1, Math.floor(availableParallelism() / CONCURRENCY));
    this.#runner = new JobRunner({
      folder,
      blobs,
      jobs: this.#jobs,
      events: this.#events,
      uploads: this.#uploads,
      models: this.#models,
      child: { script: workerScript, threads, memory: MEMORY },
      maxMinutes: MAX_JOB_MINUTES,
    });
  }

  /** Takes jobs from now on. @throws UserError when the queue or the folder cannot be used */
  static async open(options: WorkerOptions): Promise<ClusterWorker> {
    const { settings } = options;
    const folder = new DataFolder(settings.DATA);
    await refuseOtherVersion(folder.root);
    const blobs = await openBlobs(folder, settings);
    const queue = await SharedQueue.open({
      url: settings.QUEUE,
      maxPerTenant: settings.MAX_RUNNING,
      adds: false,
      lockMs: settings.QUEUE_LOCK_SECONDS * 1000,
      stalledMs: settings.QUEUE_LOCK_SECONDS * 250,
    });
    const worker = new ClusterWorker(options, { folder, blobs, queue });
    worker.#presence = await announceWorker(folder.root, settings.CONCURRENCY);
    queue.work("train", settings.CONCURRENCY, (job, signal) => worker.#perform(job.tenant, job.id, signal));
    queue.work("light", 1, (job, signal) => worker.#perform(job.tenant, job.id, signal));
    return worker;
  }

  /** Gives the jobs at work back: other workers continue them. */
  async close(): Promise<void> {
    await this.#queue.close(stopReasons.shutdown);
    await this.#presence?.end();
  }

  async #perform(tenant: string, queued: string, signal: AbortSignal): Promise<Outcome> {
    const { id, helper } = readQueued(queued);
    if (helper) return await this.#help(tenant, id, signal);
    try {
      const job = await this.#jobs.reload(tenant, id);
      if (job === undefined || isEnded(job.status)) return "done";
      const lease = await settleLease(this.#folder.path("jobs", tenant, id), signal);
      // its worker lost the queue, not its life
      if (lease !== undefined && isHeld(lease)) return "later";
      await this.#jobs.reload(tenant, id);
      if (await this.#isOver(job)) return "done";
      await this.#readInputs(job);
      const mark = new CancelMark(this.#folder, job);
      const stopped = new AbortController();
      const watched = new AbortController();
      void this.#watchMark(mark, stopped, watched.signal);
      try {
        const again = await this.#runner.perform(job, AbortSignal.any([signal, stopped.signal]));
        return again ? "again" : "done";
      } finally {
        watched.abort();
      }
    } catch (error) {
      this.#warn(
        `job ${id}: ${error instanceof Error ? error.name : "error"} ${(error as NodeJS.ErrnoException).code ?? ""}`,
      );
      return "later";
    } finally {
      this.#jobs.forget(id);
    }
  }

  /** Makes what is free of a job that another worker does; whatever happens here, that one finishes it. */
  async #help(tenant: string, id: string, signal: AbortSignal): Promise<Outcome> {
    const watched = new AbortController();
    try {
      const jobs = new JobStore(this.#folder, this.#blobs);
      const job = await jobs.reload(tenant, id);
      if (job === undefined || isEnded(job.status)) return "done";
      await this.#readInputs(job);
      const stopped = new AbortController();
      void this.#watchMark(new CancelMark(this.#folder, job), stopped, watched.signal);
      await this.#runner.help(job, AbortSignal.any([signal, stopped.signal]));
    } catch {
      // the job itself meets the same fault and says so
    } finally {
      watched.abort();
    }
    return "done";
  }

  /** Ends a job that was cancelled while nobody worked on it, or that ended every worker which took it. */
  async #isOver(job: StoredJob): Promise<boolean> {
    const { state, attempt, starts } = job.status;
    if (isEnded(job.status)) return true;
    const cancelled = await new CancelMark(this.#folder, job).isSet();
    if (!cancelled && !(state === "running" && starts >= maxStarts)) return false;
    const reason = cancelled ? null : lostReason(starts);
    const ended = new Date().toISOString();
    const end = cancelled ? "cancelled" : "failed";
    await this.#jobs.update(job, attempt, { state: end, ended, holder: null, reason });
    await this.#events.append(job.request.tenant, job.request.id, {
      type: "state",
      state: end,
      attempt,
      at: ended,
    });
    await this.#events.close(job.request.id);
    return true;
  }

  async #readInputs({ request: { tenant, uploads, models, jobs = [] } }: StoredJob): Promise<void> {
    for (const upload of uploads) await this.#uploads.reload(tenant, upload);
    for (const model of models) await this.#models.reload(tenant, model);
    for (const source of jobs)
      if ((await this.#jobs.reload(tenant, source)) === undefined) await this.#uploads.reload(tenant, source);
  }

  async #watchMark(mark: CancelMark, stopped: AbortController, until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      if (await mark.isSet()) {
        stopped.abort(stopReasons.cancel);
        return;
      }
      await sleep(cancelMs, undefined, { signal: until }).catch(() => undefined);
    }
  }
}
