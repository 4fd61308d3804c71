import type { RunEvent } from "../protocol/run.ts";
import type { FailureReason, RunStatus } from "../protocol/runState.ts";
import type { JobHandle, RunJob } from "../protocol/worker.ts";

import { applyEvent, type LiveRun, nothingYet } from "./liveRun.ts";

/** The part of WorkerClient a queue needs. */
export interface RunWorker {
  run(job: RunJob, onEvent: (event: RunEvent) => void): JobHandle<number>;
  dispose(): void;
}

/** One entry of the queue; replaced, never changed. */
export interface QueuedRun {
  readonly key: number;
  readonly job: RunJob;
  readonly status: RunStatus;
  /** Why it failed: `lost` when its process ended without a result. Null unless it failed. */
  readonly reason: FailureReason | null;
  readonly live: LiveRun;
  /** 0, 1, 2, 3 or 130 once ended; null when lost or not ended. */
  readonly exitCode: number | null;
  /** What went wrong, in words. */
  readonly error: string | null;
  /** End of what a killed process printed. */
  readonly printed: string;
}

/** Runs wait here, `limit()` at a time train, each in its own child process. */
export class RunQueue {
  readonly #newWorker: () => RunWorker;
  readonly #limit: () => number;
  readonly #runs = new Map<number, QueuedRun>();
  readonly #handles = new Map<number, { readonly worker: RunWorker; readonly handle: JobHandle<number> }>();
  readonly #listeners = new Set<(run: QueuedRun, event: RunEvent | undefined) => void>();
  readonly #settled = new Map<number, (run: QueuedRun) => void>();
  #nextKey = 1;
  #disposed = false;

  constructor(newWorker: () => RunWorker, limit: () => number) {
    this.#newWorker = newWorker;
    this.#limit = limit;
  }

  /** In the order they were added, ended ones included until forgotten. */
  get runs(): readonly QueuedRun[] {
    return [...this.#runs.values()];
  }

  get active(): readonly QueuedRun[] {
    return this.runs.filter(isActive);
  }

  /** Configs this window has run. */
  get configs(): readonly string[] {
    return [...new Set(this.runs.map(({ job }) => job.config))];
  }

  get(key: number): QueuedRun | undefined {
    return this.#runs.get(key);
  }

  /** The run of this config that waits or trains. */
  activeOf(config: string): QueuedRun | undefined {
    return this.active.find((run) => run.job.config === config);
  }

  /** Called at every change, with the event that made it, if one did. */
  onChange(listener: (run: QueuedRun, event: RunEvent | undefined) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** `ended` never rejects: how it ended is in the run. */
  add(job: RunJob): { readonly run: QueuedRun; readonly ended: Promise<QueuedRun> } {
    const key = this.#nextKey++;
    const run: QueuedRun = {
      key,
      job,
      status: "queued",
      reason: null,
      live: nothingYet,
      exitCode: null,
      error: null,
      printed: "",
    };
    this.#runs.set(key, run);
    const ended = new Promise<QueuedRun>((resolve) => this.#settled.set(key, resolve));
    this.#tell(run, undefined);
    this.startWaiting();
    return { run, ended };
  }

  cancel(key: number): void {
    const run = this.#runs.get(key);
    if (run?.status === "queued") this.#end(key, { status: "cancelled" });
    if (run?.status !== "running") return;
    this.#change(key, { status: "cancelling" });
    this.#handles.get(key)?.handle.cancel();
  }

  /** Ended runs leave the list. */
  forget(key: number): void {
    const run = this.#runs.get(key);
    if (run && !isActive(run)) this.#runs.delete(key);
  }

  /** Starts as many waiting runs as the limit allows. */
  startWaiting(): void {
    if (this.#disposed) return;
    for (const run of this.#runs.values()) {
      if (this.#handles.size >= Math.max(1, this.#limit())) return;
      if (run.status === "queued") void this.#work(run);
    }
  }

  /** Children end when their channel closes; what they had finished stays resumable. */
  dispose(): void {
    this.#disposed = true;
    for (const { worker } of this.#handles.values()) worker.dispose();
    this.#listeners.clear();
  }

  async #work({ key, job }: QueuedRun): Promise<void> {
    const worker = this.#newWorker();
    const handle = worker.run(job, (event) => {
      const live = this.#runs.get(key)?.live;
      if (live) this.#change(key, { live: applyEvent(live, event) }, event);
    });
    this.#handles.set(key, { worker, handle });
    this.#change(key, { status: "running" });
    const end = await handle.result.then(outcome, crash);
    worker.dispose();
    this.#handles.delete(key);
    const failed = this.#runs.get(key)?.live.end;
    this.#end(key, failed?.type === "failed" ? { error: failed.message, ...end } : end);
    this.startWaiting();
  }

  #end(key: number, change: Partial<QueuedRun>): void {
    const run = this.#change(key, change);
    if (run) this.#settled.get(key)?.(run);
    this.#settled.delete(key);
  }

  #change(key: number, change: Partial<QueuedRun>, event?: RunEvent): QueuedRun | undefined {
    const before = this.#runs.get(key);
    if (before === undefined) return undefined;
    const run = { ...before, ...change };
    this.#runs.set(key, run);
    this.#tell(run, event);
    return run;
  }

  #tell(run: QueuedRun, event: RunEvent | undefined): void {
    for (const listener of this.#listeners) listener(run, event);
  }
}

export function isActive(run: QueuedRun): boolean {
  return run.status === "queued" || run.status === "running" || run.status === "cancelling";
}

function outcome(exitCode: number): Partial<QueuedRun> {
  if (exitCode === 0 || exitCode === 3) return { status: "succeeded", exitCode };
  if (exitCode === 130) return { status: "cancelled", exitCode };
  return { status: "failed", reason: "error", exitCode };
}

function crash(error: unknown): Partial<QueuedRun> {
  const { cancelled, log } = error as { readonly cancelled?: boolean; readonly log?: string };
  const message = error instanceof Error ? error.message : String(error);
  if (cancelled) return { status: "cancelled", exitCode: 130 };
  const reason = log === undefined ? "error" : "lost";
  return { status: "failed", reason, error: message, printed: log ?? "" };
}
