import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { FailureError } from "../../pipeline/failure.ts";
import type { RunEvent } from "../../protocol/run.ts";
import type { JobReason } from "../../protocol/service.ts";
import { thisHolder } from "../../runFolder/holder.ts";
import { claimLease } from "../../runFolder/lease.ts";
import { kindOf } from "../kinds/kindTable.ts";
import type { Conclusion, KindContext } from "../kinds/serviceKind.ts";
import type { ModelStore } from "../models/modelStore.ts";
import { ServiceProblem } from "../problem.ts";
import type { BlobStore } from "../store/blobStore.ts";
import type { DataFolder } from "../store/dataFolder.ts";
import { namesIn } from "../store/readRecord.ts";
import type { UploadStore } from "../uploads/uploadStore.ts";
import { type ChildOptions, runChild } from "./childJob.ts";
import type { EventLog } from "./eventLog.ts";
import { cancelledEnd, judgeEnd, stopReasons } from "./jobEnds.ts";
import { EventFilter } from "./jobEvents.ts";
import { isEnded, type JobStatus, type StoredJob } from "./jobRecord.ts";
import type { JobStore } from "./jobStore.ts";
import { outputPath } from "./outputFiles.ts";

export interface RunnerParts {
  readonly folder: DataFolder;
  readonly blobs: BlobStore;
  readonly jobs: JobStore;
  readonly events: EventLog;
  readonly uploads: UploadStore;
  readonly models: ModelStore;
  readonly child: ChildOptions;
  readonly maxMinutes: number;
}

/** Does one attempt of a job in a child process and writes how it ended. */
export class JobRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Resolves to whether the job has to be queued again. Throws only when the store does. */
  async perform(job: StoredJob, stop: AbortSignal): Promise<boolean> {
    const { jobs, events } = this.#parts;
    const { id, tenant } = job.request;
    const folder = await jobs.folderOf(job);
    const work = join(folder, "work");
    await mkdir(work, { recursive: true });
    // fencing: whoever held the job before may write no more
    const lease = await claimLease(folder);
    const attempt = Math.max(lease.attempt, job.status.attempt + 1);
    const started = job.status.started ?? new Date().toISOString();
    const first = { attempt, starts: job.status.starts + 1, holder: thisHolder(), started };
    await jobs.update(job, job.status.attempt, () => ({
      ...first,
      state: job.cancelling === true ? "cancelling" : "running",
      ended: null,
      reason: null,
      stage: null,
    }));
    await this.#parts.events.tellState(job);
    const timer = new AbortController();
    const timeout = setTimeout(() => timer.abort(stopReasons.timeout), this.#parts.maxMinutes * 60_000);
    const signal = AbortSignal.any([stop, timer.signal]);
    try {
      const conclusion = await this.#attempt(job, work, signal);
      await lease.assertCurrent();
      await this.#finish(job, attempt, {
        state: "succeeded",
        gates:
          conclusion.judged === true
            ? (conclusion.gatesFailed?.length ?? 0) > 0
              ? "failed"
              : "passed"
            : null,
        gatesFailed: conclusion.gatesFailed ?? [],
        outputs: conclusion.outputs,
      });
      return false;
    } catch (error) {
      const end = job.cancelling === true ? cancelledEnd : judgeEnd(error, signal, job.status.starts);
      if (end.state === "queued") {
        const starts = stop.reason === stopReasons.shutdown ? job.status.starts - 1 : job.status.starts;
        await jobs.update(job, attempt, { state: "queued", resume: true, holder: null, starts });
        await this.#parts.events.tellState(job);
        return true;
      }
      const reason = end.state === "failed" ? this.#shown(end.reason) : null;
      if (reason?.code === "disk-full") await this.#makeRoom(job, work);
      if (reason !== null)
        await events.append(tenant, id, { type: "failed", message: reason.message, code: reason.code });
      await this.#finish(job, attempt, { state: end.state, reason });
      return false;
    } finally {
      clearTimeout(timeout);
      job.live = null;
      await lease.release();
      if (isEnded(job.status)) {
        await this.#tidy(job, work);
        await events.close(id);
      }
    }
  }

  /** Makes part of what another worker does, in a child, without a word in the job's record. */
  async help(job: StoredJob, signal: AbortSignal): Promise<void> {
    const { help } = kindOf(job.request.kind);
    if (help === undefined) return;
    const work = join(await this.#parts.jobs.folderOf(job), "work");
    const context = await this.#context(job, work);
    const input = await this.#parts.jobs.inputOf(job);
    await runChild(await help(input, context), this.#parts.child, signal);
  }

  async #attempt(job: StoredJob, work: string, signal: AbortSignal): Promise<Conclusion> {
    const { child, jobs, models } = this.#parts;
    const { request } = job;
    signal.throwIfAborted();
    const input = await jobs.inputOf(job);
    const kind = kindOf(request.kind);
    const context = await this.#context(job, work);
    const last = new Map<string, Readonly<Record<string, unknown>>>();
    const filter = new EventFilter((text) => this.#parts.folder.withoutPaths(text));
    const result = await runChild(await kind.prepare(input, context), child, signal, (event) =>
      this.#hear(job, filter, last, event as RunEvent),
    );
    const failure = last.get("failed");
    if (failure !== undefined) throw new FailureError(failure as never);
    signal.throwIfAborted();
    const conclusion = await kind.conclude(input, context, { result, last });
    for (const output of conclusion.outputs)
      await this.#parts.blobs.keep(outputPath(this.#parts.folder, request, output));
    if (conclusion.model === undefined) return conclusion;
    const model = await models.keep(request.tenant, {
      ...conclusion.model,
      id: request.id,
      job: request.id,
      upload: request.uploads[0] ?? null,
    });
    await this.#parts.blobs.keep(outputPath(this.#parts.folder, request, model));
    return { ...conclusion, outputs: [...conclusion.outputs, model] };
  }

  #hear(
    job: StoredJob,
    filter: EventFilter,
    last: Map<string, Readonly<Record<string, unknown>>>,
    event: RunEvent | { readonly event: RunEvent; readonly label: string },
  ): void {
    const plain = "label" in event && "event" in event ? event.event : (event as RunEvent);
    last.set(plain.type, plain as unknown as Readonly<Record<string, unknown>>);
    const kept = filter.keep(plain);
    if (kept === undefined) return;
    const { id, tenant } = job.request;
    if (kept.type === "progress")
      job.live = { fraction: kept.fraction, label: kept.label, etaMs: kept.etaMs };
    if (kept.type === "stage" && kept.state === "start") {
      job.live = null;
      job.status = { ...job.status, stage: kept.stage };
    }
    void this.#parts.events.append(tenant, id, kept);
  }

  async #context({ request, status }: StoredJob, folder: string): Promise<KindContext> {
    const { tenant, id } = request;
    const { folder: data, blobs, uploads, models, jobs } = this.#parts;
    const outputs = data.path("outputs", tenant, id);
    const reports = data.path("reports", tenant, id);
    await mkdir(outputs, { recursive: true });
    await mkdir(reports, { recursive: true });
    const inputs = join(folder, "inputs");
    const place = async (path: string, name: string, id: string): Promise<string> => {
      // the first table lies beside the config, which names it
      const to = id === request.uploads[0] ? join(folder, name) : join(inputs, id, name);
      await blobs.copyTo(path, to);
      return to;
    };
    const table = async (upload: string): Promise<string> => {
      const { path, name } = uploads.file(tenant, upload);
      return await place(path, name, upload);
    };
    return {
      id,
      folder,
      outputs,
      reports,
      resume: status.resume,
      table,
      tableOf: async (source) => {
        const made = jobs.get(tenant, source);
        if (made === undefined) return await table(source);
        const output = made.status.outputs.find(({ name }) => name === "table");
        if (output === undefined) throw new ServiceProblem("not-found", `job ${source} has made no table`);
        return await place(outputPath(data, made.request, output), output.file, source);
      },
      model: async (model) => {
        const { path, name } = models.file(tenant, model);
        return { path: await place(path, "model.synthmodel", model), name };
      },
    };
  }

  async #finish(job: StoredJob, attempt: number, change: Partial<JobStatus>): Promise<void> {
    await this.#parts.jobs.end(job, attempt, { ...change, stage: job.status.stage });
    await this.#parts.events.tellState(job);
  }

  #shown({ code, message, errors }: JobReason): JobReason {
    const clean = (text: string) => this.#parts.folder.withoutPaths(text);
    return {
      code,
      message: clean(message),
      errors: errors.map((entry) => ({ ...entry, message: clean(entry.message) })),
    };
  }

  /** Deletes what an attempt has half-written and what it copied: nothing of it is a result, and the record needs room. */
  async #makeRoom({ request: { tenant, id }, status }: StoredJob, work: string): Promise<void> {
    for (const place of ["outputs", "reports"] as const)
      await rm(this.#parts.folder.path(place, tenant, id), { recursive: true, force: true });
    await this.#tidy({ status: { ...status, state: "failed" } }, work);
  }

  /** Inputs are links to uploads, which can be deleted only when no other name leads to their bytes. A run that may be resumed keeps its checkpoint. */
  async #tidy({ status }: Pick<StoredJob, "status">, work: string): Promise<void> {
    if (status.state === "succeeded") await rm(work, { recursive: true, force: true });
    else
      for (const name of await namesIn(work))
        if (name !== ".syndata" && name !== "config.synth.json")
          await rm(join(work, name), { recursive: true, force: true });
  }
}
