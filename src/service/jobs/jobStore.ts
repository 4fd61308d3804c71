import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BlobStore } from "../store/blobStore.ts";
import { type DataFolder, syncFolder, tenantPattern, writeRecord } from "../store/dataFolder.ts";
import { namesIn, readRecord } from "../store/readRecord.ts";
import {
  isEnded,
  type JobRequest,
  type JobStatus,
  type JobSummary,
  newStatus,
  type StoredJob,
} from "./jobRecord.ts";

/** Milliseconds between tries to write a record that there was no room for. */
const unwrittenMs = 2000;

/** A write of an attempt that is no longer the current one. */
class StaleAttemptError extends Error {
  override readonly name = "StaleAttemptError";
}

/** The records of all jobs: on disk the truth, in memory an index of it. */
export class JobStore {
  readonly #folder: DataFolder;
  readonly #blobs: BlobStore;
  readonly #jobs = new Map<string, StoredJob>();
  /** Writes of one job, one after another. */
  readonly #writing = new Map<string, Promise<unknown>>();

  constructor(folder: DataFolder, blobs: BlobStore) {
    this.#folder = folder;
    this.#blobs = blobs;
  }

  /** Reads every record. A folder without a request was never accepted and is removed. */
  async load(): Promise<void> {
    for (const tenant of (await namesIn(this.#folder.place("jobs"))).filter((name) =>
      tenantPattern.test(name),
    ))
      for (const id of await namesIn(this.#folder.place("jobs", tenant))) {
        const request = await readRecord<JobRequest>(this.#folder.path("jobs", tenant, id, "request.json"));
        if (request === undefined) {
          await rm(this.#folder.path("jobs", tenant, id), { recursive: true, force: true });
          continue;
        }
        const status = await readRecord<JobStatus>(this.#folder.path("jobs", tenant, id, "state.json"));
        this.#jobs.set(id, { request: summaryOf(request), status: status ?? newStatus, live: null });
      }
  }

  /** Keeps a new job; when this resolves it survives the loss of power. */
  async create(request: JobRequest): Promise<StoredJob> {
    const folder = this.#folder.path("jobs", request.tenant, request.id);
    try {
      await writeRecord(join(folder, "request.json"), request);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    await syncFolder(this.#folder.place("jobs", request.tenant));
    const job: StoredJob = { request: summaryOf(request), status: newStatus, live: null };
    this.#jobs.set(request.id, job);
    return job;
  }

  /** The body of its request. @throws Error when the record is damaged */
  async inputOf({ request: { tenant, id } }: StoredJob): Promise<JobRequest["input"]> {
    const path = this.#folder.path("jobs", tenant, id, "request.json");
    const { input } = JSON.parse(await readFile(path, "utf8")) as JobRequest;
    return input;
  }

  /** Reads a job as another process may have left it; undefined where there is none. */
  async reload(tenant: string, id: string): Promise<StoredJob | undefined> {
    const known = this.get(tenant, id);
    const path = this.#folder.path("jobs", tenant, id, "request.json");
    const request = known?.request ?? (await readRecord<JobRequest>(path));
    if (request === undefined) return undefined;
    const status = await readRecord<JobStatus>(this.#folder.path("jobs", tenant, id, "state.json"));
    const job: StoredJob = known ?? { request: summaryOf(request), status: newStatus, live: null };
    // a record is replaced whole: one that is not there was never written
    if (status !== undefined && status.attempt >= job.status.attempt) job.status = status;
    this.#jobs.set(id, job);
    return job;
  }

  /** Forgets a job that other processes look after; its record stays. */
  forget(id: string): void {
    this.#jobs.delete(id);
  }

  /** The tenant's job; undefined for one of others. */
  get(tenant: string, id: string): StoredJob | undefined {
    const job = this.#jobs.get(id);
    return job?.request.tenant === tenant ? job : undefined;
  }

  all(): IterableIterator<StoredJob> {
    return this.#jobs.values();
  }

  /** A tenant's jobs, newest first. */
  of(tenant: string): StoredJob[] {
    return [...this.eachOf(tenant)].sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
  }

  /** A tenant's jobs in no order, without the work of sorting them. */
  *eachOf(tenant: string): Generator<StoredJob, undefined> {
    for (const job of this.#jobs.values()) if (job.request.tenant === tenant) yield job;
  }

  /** A tenant's jobs that have not ended, in no order. */
  unfinishedOf(tenant: string): StoredJob[] {
    return [...this.eachOf(tenant)].filter(({ status }) => !isEnded(status));
  }

  /**
   * Writes a change of the state, or what `change` makes of the state as it is then. `attempt`: the one that asks; undefined where any may
   * be at work. @throws StaleAttemptError when another attempt has begun since
   */
  update(
    job: StoredJob,
    attempt: number | undefined,
    change: Partial<JobStatus> | ((now: JobStatus) => Partial<JobStatus>),
  ): Promise<void> {
    const { id, tenant } = job.request;
    const write = async (): Promise<void> => {
      if (job.status.attempt !== (attempt ?? job.status.attempt) || this.#jobs.get(id) !== job)
        throw new StaleAttemptError(id);
      const status = { ...job.status, ...(typeof change === "function" ? change(job.status) : change) };
      await writeRecord(this.#folder.path("jobs", tenant, id, "state.json"), status);
      job.status = status;
    };
    const done = (this.#writing.get(id) ?? Promise.resolve()).catch(() => undefined).then(write);
    this.#writing.set(id, done);
    const forget = (): void => {
      if (this.#writing.get(id) === done) this.#writing.delete(id);
    };
    done.then(forget, forget);
    return done;
  }

  /**
   * Ends a job. Where the store does not take its record, it has ended all the same for everyone who asks, and the record follows as soon
   * as there is room; a server that ends before does the job again at its next start. @throws StaleAttemptError
   */
  async end(job: StoredJob, attempt: number | undefined, change: Partial<JobStatus>): Promise<void> {
    const ended = new Date().toISOString();
    const end = { ...change, ended, holder: null };
    try {
      await this.update(job, attempt, end);
    } catch (error) {
      if (error instanceof StaleAttemptError) throw error;
      job.status = { ...job.status, ...end };
      this.#writeLater(job, ended);
    }
    job.cancelling = false;
  }

  #writeLater(job: StoredJob, ended: string): void {
    const timer = setTimeout(() => {
      // it may have been deleted or resumed since
      if (this.#jobs.get(job.request.id) !== job || job.status.ended !== ended) return;
      this.update(job, job.status.attempt, {}).catch(() => this.#writeLater(job, ended));
    }, unwrittenMs);
    timer.unref();
  }

  /** Deletes the job and all it made but models. */
  async remove({ request: { id, tenant } }: StoredJob): Promise<void> {
    this.#jobs.delete(id);
    for (const place of ["outputs", "reports", "jobs"] as const)
      await this.#blobs.remove(this.#folder.path(place, tenant, id));
  }

  async folderOf({ request: { id, tenant } }: StoredJob): Promise<string> {
    const path = this.#folder.path("jobs", tenant, id);
    await mkdir(path, { recursive: true });
    return path;
  }
}

function summaryOf({
  input: _,
  ...summary
}: JobRequest | (JobSummary & { readonly input?: never })): JobSummary {
  return summary;
}

function keyOf({ request }: StoredJob): string {
  return `${request.created} ${request.id}`;
}
