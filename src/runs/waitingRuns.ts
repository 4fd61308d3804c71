import type { RunJob } from "../protocol/worker.ts";
import type { RunQueue } from "./runQueue.ts";

/** Where a window keeps what it must know when it is opened again. */
export interface WaitingMemory {
  read(): readonly RunJob[];
  write(jobs: readonly RunJob[]): void;
}

/** Runs that still wait when a window closes, so that they can be offered when it is opened again. */
export class WaitingRuns {
  readonly #queue: RunQueue;
  readonly #memory: WaitingMemory;
  #left: readonly RunJob[];
  #saved: string;

  constructor(queue: RunQueue, memory: WaitingMemory) {
    this.#queue = queue;
    this.#memory = memory;
    this.#left = memory.read();
    this.#saved = JSON.stringify(this.#left);
  }

  /** Those that waited when the window was closed, until somebody decides about them. */
  get left(): readonly RunJob[] {
    return this.#left;
  }

  /** Drops those that `wanted` refuses, such as runs of configs that are gone. */
  keep(wanted: (job: RunJob) => boolean): void {
    this.#left = this.#left.filter(wanted);
    this.save();
  }

  /** Decides: they go into the queue, those whose config has a run already left out, or are forgotten. */
  settle(start: boolean): void {
    const jobs = this.#left;
    this.#left = [];
    if (start)
      for (const job of jobs) if (this.#queue.activeOf(job.config) === undefined) this.#queue.add(job);
    this.save();
  }

  /** Writes what waits now; nothing when it is as before. */
  save(): void {
    const waiting = this.#queue.active.filter(({ status }) => status === "queued").map(({ job }) => job);
    const now = [...this.#left, ...waiting];
    const text = JSON.stringify(now);
    if (text === this.#saved) return;
    this.#saved = text;
    this.#memory.write(now);
  }
}
