import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { JobView } from "../protocol/service.ts";
import type { HeldLease } from "../runFolder/lease.ts";
import { AuditLog } from "./access/auditLog.ts";
import { KeyStore, type Principal } from "./access/keyStore.ts";
import { admit, refuseWaiting } from "./admission.ts";
import { CancelMark } from "./cluster/cancelMark.ts";
import { RecordWatch } from "./cluster/recordWatch.ts";
import { writeVersion } from "./cluster/versionFile.ts";
import { idOfKey, newId } from "./ids.ts";
import { cancelJob, endIfCancelled, endJob } from "./jobs/cancelJob.ts";
import { enqueue } from "./jobs/enqueue.ts";
import { EventLog } from "./jobs/eventLog.ts";
import { stopReasons, storeReason } from "./jobs/jobEnds.ts";
import { isEnded, type JobRequest, type StoredJob } from "./jobs/jobRecord.ts";
import { JobRunner } from "./jobs/jobRunner.ts";
import { JobStore } from "./jobs/jobStore.ts";
import { jobView } from "./jobs/jobView.ts";
import { recoverJobs } from "./jobs/recoverJobs.ts";
import type { JobInput } from "./kinds/kindTable.ts";
import { LightWork } from "./lightWork.ts";
import { inputsOf, madeFrom } from "./madeFrom.ts";
import { ModelStore } from "./models/modelStore.ts";
import { ServiceProblem } from "./problem.ts";
import type { JobQueue, Outcome } from "./queue/jobQueue.ts";
import { openQueue } from "./queue/openQueue.ts";
import { sweep } from "./retention.ts";
import type { Settings } from "./settings.ts";
import type { BlobStore } from "./store/blobStore.ts";
import { DataFolder } from "./store/dataFolder.ts";
import { lockFolder } from "./store/folderLock.ts";
import { openBlobs } from "./store/openBlobs.ts";
import { TableTools } from "./tableTools.ts";
import type { UploadStore } from "./uploads/uploadStore.ts";
import { uploadStoreOf } from "./uploads/uploadStoreOf.ts";

const idempotencyHours = 24;
const sweepMs = 3_600_000;

export interface ServiceOptions {
  readonly settings: Settings;
  /** `dist/worker.cjs`. */
  readonly workerScript: string;
  /** Told of faults of the server itself, without values. */
  warn(message: string): void;
}

/** The platform behind every front: admission, queue, store. Knows nothing of HTTP. */
export class Service {
  readonly settings: Settings;
  readonly folder: DataFolder;
  readonly uploads: UploadStore;
  readonly models: ModelStore;
  readonly jobs: JobStore;
  readonly events: EventLog;
  readonly blobs: BlobStore;
  readonly keys: KeyStore;
  readonly audit: AuditLog;
  readonly tools: TableTools;
  /** Work that a person waits for. */
  readonly light: LightWork;
  readonly queue: JobQueue;
  readonly #runner: JobRunner;
  readonly #lock: HeldLease;
  readonly #creating = new Set<string>();
  readonly #warn: (message: string) => void;
  #sweeping: NodeJS.Timeout | undefined;
  #watch: RecordWatch | undefined;

  private constructor(
    { settings, workerScript, warn }: ServiceOptions,
    {
      folder,
      blobs,
      lock,
      queue,
    }: {
      readonly folder: DataFolder;
      readonly blobs: BlobStore;
      readonly lock: HeldLease;
      readonly queue: JobQueue;
    },
  ) {
    this.settings = settings;
    this.folder = folder;
    this.blobs = blobs;
    this.#lock = lock;
    this.#warn = warn;
    const { CONCURRENCY, THREADS, MEMORY } = settings;
    const threads = THREADS ?? Math.max(1, Math.floor(availableParallelism() / CONCURRENCY));
    const child = { script: workerScript, threads, memory: MEMORY };
    this.uploads = uploadStoreOf(folder, blobs, settings);
    this.models = new ModelStore(folder, blobs);
    this.jobs = new JobStore(folder, blobs);
    this.events = new EventLog(folder, { shared: queue.shared });
    this.keys = new KeyStore(folder.root, settings.PEPPER);
    this.audit = new AuditLog(folder.root, warn);
    this.queue = queue;
    const { uploads, models, jobs, events } = this;
    this.light = new LightWork(child);
    this.tools = new TableTools({ folder, blobs, uploads, models, light: this.light });
    this.#runner = new JobRunner({
      folder,
      blobs,
      jobs,
      events,
      uploads,
      models,
      child,
      maxMinutes: settings.MAX_JOB_MINUTES,
    });
  }

  /** Takes the data folder, reads its records and goes on with what was queued or running. @throws UserError when another server has the folder */
  static async open(options: ServiceOptions): Promise<Service> {
    const folder = new DataFolder(options.settings.DATA);
    await folder.prepare();
    const lock = await lockFolder(folder.root);
    const [blobs, queue] = await Promise.all([
      openBlobs(folder, options.settings),
      openQueue(options.settings),
    ]).catch(async (error: unknown) => {
      await lock.release();
      throw error;
    });
    const service = new Service(options, { folder, blobs, lock, queue });
    await rm(join(folder.root, "tmp"), { recursive: true, force: true });
    await service.uploads.load();
    await service.models.load();
    await service.jobs.load();
    if (queue.shared) await service.#share();
    else await service.#workAlone();
    await service.sweep();
    service.#sweeping = setInterval(() => void service.sweep(), sweepMs);
    service.#sweeping.unref();
    return service;
  }

  /** Gives running jobs back to the queue of the next start and frees the folder. */
  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    await this.#watch?.close();
    await this.queue.close(stopReasons.shutdown);
    await this.#lock.release();
  }

  /** Accepts a job: when this resolves its request is on the disk. `key`: the client's Idempotency-Key. */
  async submit(
    who: Principal,
    input: JobInput,
    key: string | undefined,
  ): Promise<{ readonly job: JobView; readonly fresh: boolean }> {
    const { tenant } = who;
    const id = key === undefined ? newId() : idOfKey(tenant, key);
    const bodyHash = createHash("sha256").update(JSON.stringify(input)).digest("hex");
    if (this.#creating.has(id))
      throw new ServiceProblem("in-work", "wait for the answer to the first request");
    const before = key === undefined ? undefined : this.jobs.get(tenant, id);
    if (before !== undefined) {
      if (before.request.bodyHash !== bodyHash)
        throw new ServiceProblem(
          "key-reused",
          `job ${id} was asked for under this key with another body; use a new key`,
        );
      if (
        Date.now() - Date.parse(before.request.created) < idempotencyHours * 3_600_000 ||
        !isEnded(before.status)
      )
        return { job: this.view(before), fresh: false };
      await this.jobs.remove(before);
    }
    this.#creating.add(id);
    try {
      await this.#refuseWithoutQueue();
      const request = this.#admit(who, input, id, bodyHash);
      const job = await this.jobs.create(request);
      await this.events.append(tenant, id, {
        type: "state",
        state: "queued",
        attempt: 0,
        at: request.created,
      });
      await this.audit.write({ tenant, by: who.by, action: "run", what: `job/${id} ${request.kind}` });
      await this.#enqueue(job);
      return { job: this.view(job), fresh: true };
    } finally {
      this.#creating.delete(id);
    }
  }

  /** @throws ServiceProblem not-found */
  job(tenant: string, id: string): StoredJob {
    const job = this.jobs.get(tenant, id);
    if (job === undefined)
      throw new ServiceProblem("not-found", `there is no job ${id}; GET /v1/jobs lists yours`);
    return job;
  }

  /** The job as its worker, here or elsewhere, has left it. @throws ServiceProblem not-found */
  async currentJob(tenant: string, id: string): Promise<StoredJob> {
    const job = this.job(tenant, id);
    if (!isEnded(job.status)) await this.#watch?.refresh(job);
    return job;
  }

  view(job: StoredJob): JobView {
    return jobView(job, this.queue.position(job.request.id));
  }

  /** Stops a job; one that has ended stays as it is. */
  async cancel(who: Principal, id: string): Promise<JobView> {
    const job = this.job(who.tenant, id);
    if (isEnded(job.status)) return this.view(job);
    await this.audit.by(who, "cancel", `job/${id}`);
    await cancelJob(this, job);
    return this.view(job);
  }

  /** Queues a job again that failed or was cancelled; it continues with what it had finished. */
  async resume(who: Principal, id: string): Promise<JobView> {
    const job = this.job(who.tenant, id);
    // its end is told before its process and its place in the queue are given back
    if (isEnded(job.status)) await this.queue.released(id);
    if (job.status.state !== "failed" && job.status.state !== "cancelled")
      throw new ServiceProblem(
        "wrong-state",
        `it is ${job.status.state}; only a job that failed or was cancelled can be resumed`,
      );
    this.#refuseFullQueue(who.tenant);
    await this.#refuseWithoutQueue();
    for (const upload of job.request.uploads) this.uploads.file(who.tenant, upload);
    await new CancelMark(this.folder, job).clear();
    job.cancelling = false;
    const change = { state: "queued", starts: 0, resume: true, ended: null, reason: null } as const;
    await this.jobs.update(job, job.status.attempt, change);
    await this.audit.by(who, "resume", `job/${id}`);
    await this.events.tellState(job);
    await this.#enqueue(job);
    return this.view(job);
  }

  /** Deletes a job that has ended, with its results. Its model stays. */
  async removeJob(who: Principal, id: string): Promise<void> {
    const job = this.job(who.tenant, id);
    if (!isEnded(job.status))
      throw new ServiceProblem("in-use", `it is ${job.status.state}; cancel it first`);
    if (this.inUse(who.tenant, id))
      throw new ServiceProblem("in-use", "another job reads its table; wait for it, or cancel it first");
    await this.queue.released(id);
    await this.jobs.remove(job);
    await this.audit.by(who, "delete", `job/${id}`);
  }

  /** Whether an unfinished job reads this upload, model, or table of a job. */
  inUse(tenant: string, id: string): boolean {
    return this.jobs.unfinishedOf(tenant).some(({ request }) => inputsOf(request).includes(id));
  }

  /**
   * Deletes an upload; with `everything`, the jobs, results and models that were made from it as well, also where the upload itself was
   * deleted before.
   */
  async removeUpload(
    who: Principal,
    id: string,
    everything: boolean,
  ): Promise<{ readonly jobs: number; readonly models: number }> {
    const { tenant, by } = who;
    const { jobs, models } = madeFrom(id, this.jobs.of(tenant), this.models.of(tenant));
    const isMadeFrom = everything && jobs.length + models.length > 0;
    if (!isMadeFrom) this.uploads.file(tenant, id);
    const busy = jobs.find(
      ({ request, status }) => !isEnded(status) && (everything || inputsOf(request).includes(id)),
    );
    if (busy !== undefined)
      throw new ServiceProblem(
        "in-use",
        `job ${busy.request.id} is ${busy.status.state}; wait for it, or cancel it first`,
      );
    if (everything) {
      for (const job of jobs) await this.jobs.remove(job);
      for (const model of models) await this.models.remove(tenant, model.id);
    }
    await this.uploads.drop(tenant, id);
    await this.audit.write({
      tenant,
      by,
      action: "delete",
      what: `upload/${id}${everything ? " and all made from it" : ""}`,
    });
    return everything ? { jobs: jobs.length, models: models.length } : { jobs: 0, models: 0 };
  }

  async removeModel(who: Principal, id: string): Promise<void> {
    this.models.file(who.tenant, id);
    if (this.inUse(who.tenant, id))
      throw new ServiceProblem("in-use", "a job still samples from it; wait for it, or cancel it first");
    await this.models.remove(who.tenant, id);
    await this.audit.by(who, "delete", `model/${id}`);
  }

  /** Bytes a tenant keeps: uploads, results, models. */
  bytesOf(tenant: string): number {
    let results = 0;
    for (const { status } of this.jobs.eachOf(tenant))
      for (const { name, bytes } of status.outputs) if (name !== "model") results += bytes;
    return this.uploads.bytesOf(tenant) + this.models.bytesOf(tenant) + results;
  }

  quotaLeft(tenant: string): number {
    return Math.max(0, this.settings.QUOTA_BYTES - this.bytesOf(tenant));
  }

  /** Deletes what retention says, and leftovers. */
  async sweep(): Promise<void> {
    await sweep(this).catch((error: unknown) =>
      this.#warn(`clean-up: ${(error as NodeJS.ErrnoException).code ?? "failed"}`),
    );
  }

  #admit(who: Principal, input: JobInput, id: string, bodyHash: string): JobRequest {
    const request = admit(this, who, { input, id, bodyHash });
    this.#refuseFullQueue(who.tenant);
    return request;
  }

  #refuseFullQueue(tenant: string): void {
    const waiting = this.jobs.unfinishedOf(tenant).filter(({ status }) => status.state === "queued").length;
    refuseWaiting(waiting, this.settings.MAX_QUEUED);
  }

  async #refuseWithoutQueue(): Promise<void> {
    if (!(await this.queue.ready()))
      throw new ServiceProblem(
        "unavailable",
        "the queue does not answer, or the server is about to stop; nothing was accepted, try again soon",
        { retryAfterSeconds: 30 },
      );
  }

  /** Does the jobs in children of this process. */
  async #workAlone(): Promise<void> {
    await recoverJobs(this.jobs, (job) => this.#enqueue(job));
    this.queue.work("train", this.settings.CONCURRENCY, (job, signal) =>
      this.#perform(job.tenant, job.id, signal),
    );
    this.queue.work("light", 1, (job, signal) => this.#perform(job.tenant, job.id, signal));
  }

  /** Leaves the jobs to workers elsewhere. */
  async #share(): Promise<void> {
    await writeVersion(this.folder.root);
    const { jobs, models, events, queue } = this;
    this.#watch = new RecordWatch({ jobs, models, events, queue, enqueue: (job) => this.#enqueue(job) });
  }

  async #enqueue(job: StoredJob): Promise<void> {
    if (!(await endIfCancelled(this, job))) await enqueue(this.queue, this.jobs, job);
  }

  async #perform(tenant: string, id: string, signal: AbortSignal): Promise<Outcome> {
    const job = this.jobs.get(tenant, id);
    if (job === undefined || isEnded(job.status) || (await endIfCancelled(this, job))) return "done";
    try {
      const again = await this.#runner.perform(job, signal);
      return again && !(await endIfCancelled(this, job)) ? "again" : "done";
    } catch (error) {
      this.#warn(
        `job ${id}: ${error instanceof Error ? error.name : "error"} ${(error as NodeJS.ErrnoException).code ?? ""}`,
      );
      if (this.jobs.get(tenant, id) === job && !isEnded(job.status))
        await endJob(this, job, { state: "failed", reason: storeReason(error) });
      return "done";
    }
  }
}
