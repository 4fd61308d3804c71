import { nearest } from "../jsonc/nearest.ts";
import { UserError } from "../table/userError.ts";
import type { ToolAnswer } from "./toolAnswer.ts";

/** Ended jobs remembered; older ones are forgotten first. */
const remembered = 50;

export type JobState = "running" | "succeeded" | "failed" | "cancelled";

/** One long piece of work that outlives the call that began it. */
export interface ToolJob {
  readonly id: string;
  /** What it works on, as the caller named it. */
  readonly subject: string;
  readonly state: JobState;
  /** 0 to 1 of all that is to be done. */
  readonly fraction: number;
  /** What it is at, or why it failed. */
  readonly message: string;
  /** When it has succeeded. */
  readonly answer?: ToolAnswer;
}

export interface JobWork {
  readonly signal: AbortSignal;
  progress(fraction: number, message: string): void;
}

interface Entry {
  job: ToolJob;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  readonly listeners: Set<(fraction: number, message: string) => void>;
}

/** Long work of one server or window, by id; it can be asked for and cancelled while the process lives. */
export class ToolJobs {
  readonly #entries = new Map<string, Entry>();
  #next = 1;

  /** Starts the work and returns the id of its job. */
  start(subject: string, work: (context: JobWork) => Promise<ToolAnswer>): string {
    const id = `run-${this.#next++}`;
    const stop = new AbortController();
    const listeners: Entry["listeners"] = new Set();
    const progress = (fraction: number, message: string): void => {
      const entry = this.#entries.get(id);
      if (entry === undefined || entry.job.state !== "running") return;
      entry.job = { ...entry.job, fraction: Math.max(entry.job.fraction, fraction), message };
      for (const listen of listeners) listen(entry.job.fraction, message);
    };
    const end = (state: JobState, message: string, answer?: ToolAnswer): void => {
      const entry = this.#entries.get(id)!;
      entry.job = { ...entry.job, state, message, ...(answer !== undefined && { answer, fraction: 1 }) };
    };
    const ended = Promise.resolve()
      .then(() => work({ signal: stop.signal, progress }))
      .then(
        (answer) => end("succeeded", "done", answer),
        (error: unknown) =>
          end(
            stop.signal.aborted ? "cancelled" : "failed",
            error instanceof Error ? error.message : String(error),
          ),
      );
    const job: ToolJob = { id, subject, state: "running", fraction: 0, message: "starting" };
    this.#entries.set(id, { job, stop, ended, listeners });
    this.#forget();
    return id;
  }

  /** @throws UserError naming the jobs there are */
  get(id: string): ToolJob {
    return this.#entry(id).job;
  }

  /** The job once it has ended, or as it is after `ms`; at once when `signal` is aborted. */
  async wait(id: string, ms: number, context: JobWork): Promise<ToolJob> {
    const entry = this.#entry(id);
    const { listeners } = entry;
    const listen = (fraction: number, message: string): void => context.progress(fraction, message);
    listeners.add(listen);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((done) => {
      timer = setTimeout(done, ms);
      context.signal.addEventListener("abort", () => done());
      if (context.signal.aborted) done();
    });
    await Promise.race([entry.ended, timeout]);
    clearTimeout(timer);
    listeners.delete(listen);
    return entry.job;
  }

  /** Asks a job to stop and waits until it has. */
  async cancel(id: string): Promise<ToolJob> {
    const entry = this.#entry(id);
    entry.stop.abort();
    await entry.ended;
    return entry.job;
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry !== undefined) return entry;
    const ids = [...this.#entries.keys()];
    const guess = nearest(id, ids);
    const hint =
      ids.length === 0
        ? "none was started; start one with run_synthesis"
        : guess === undefined
          ? `there are ${ids.slice(-5).join(", ")}`
          : `did you mean ${guess}?`;
    throw new UserError(`there is no job ${id}: ${hint}`);
  }

  #forget(): void {
    for (const [id, { job }] of this.#entries)
      if (this.#entries.size > remembered && job.state !== "running") this.#entries.delete(id);
  }
}
