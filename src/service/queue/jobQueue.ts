/** Slots that do not wait for each other: training takes minutes, sampling seconds. */
export type Lane = "train" | "light";

export interface QueuedJob {
  readonly id: string;
  readonly tenant: string;
  readonly lane: Lane;
  /** Lower is sooner; equal ones in the order they came. */
  readonly priority: number;
}

export interface LaneCounts {
  readonly waiting: number;
  readonly running: number;
}

/** Does one job. It resolves when the job has its final state or was given back; it does not throw. */
export type Perform = (job: QueuedJob, signal: AbortSignal) => Promise<void>;

/**
 * The order in which jobs are done. What a job is lies in the store; a queue knows ids only, and one that lost everything is filled again
 * from the store.
 */
export interface JobQueue {
  /** Resolves once the job is in the queue; adding it twice is adding it once. */
  add(job: QueuedJob): Promise<"added" | "there">;
  /** Starts to take jobs of a lane, so many at once. */
  work(lane: Lane, slots: number, perform: Perform): void;
  /** Takes a waiting job out. Resolves to false when it is not waiting. */
  remove(id: string): Promise<boolean>;
  /** Asks the running job to stop. False when it is not running here. */
  abort(id: string, reason: unknown): boolean;
  has(id: string): boolean;
  /** How many waiting jobs of its lane come before it; undefined when it does not wait. */
  position(id: string): number | undefined;
  counts(): Readonly<Record<Lane, LaneCounts>>;
  healthy(): boolean;
  /** Takes no more jobs, asks the running ones to stop with `reason`, and resolves when they have. */
  close(reason: unknown): Promise<void>;
}
