/** Slots that do not wait for each other: training takes minutes, sampling seconds. */
export const lanes = ["train", "light"] as const;
export type Lane = (typeof lanes)[number];

export interface QueuedJob {
  /** Of the job; with `-N` behind it, that of the N-th helper of a job. */
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

/** The queue's name for a helper of a job. */
export function helperOf(id: string, n: number): string {
  return `${id}-${n}`;
}

export function readQueued(queued: string): { readonly id: string; readonly helper: boolean } {
  const [id, n] = queued.split("-");
  return { id: id!, helper: n !== undefined };
}

/** `done`: the job has its final state. `again`: it is to be started again now. `later`: somebody else still has it; look again in a while. */
export type Outcome = "done" | "again" | "later";

/** Does one attempt of a job. It does not throw. */
export type Perform = (job: Pick<QueuedJob, "id" | "tenant">, signal: AbortSignal) => Promise<Outcome>;

/**
 * The order in which jobs are done. What a job is lies in the store; a queue knows ids only, and one that lost everything is filled again
 * from the store. At most so many jobs of one tenant run at once, whoever takes them: others pass.
 */
export interface JobQueue {
  /** Whether other processes take jobs of it. */
  readonly shared: boolean;
  /** Resolves once the queue knows the job; adding it twice is adding it once. */
  add(job: QueuedJob): Promise<"added" | "there">;
  /** Starts to take jobs of a lane, so many at once. */
  work(lane: Lane, slots: number, perform: Perform): void;
  /** Takes a waiting job out. Resolves to false when it is not waiting. */
  remove(id: string): Promise<boolean>;
  /** Asks the running job to stop. False when it is not running here. */
  abort(id: string, reason: unknown): boolean;
  has(id: string): boolean;
  /** Resolves when nobody works any more on a job that has ended: who works on it writes its end before letting go. */
  released(id: string): Promise<void>;
  /** How many waiting jobs of its lane come before it; undefined when it does not wait. */
  position(id: string): number | undefined;
  counts(): Readonly<Record<Lane, LaneCounts>>;
  /** Resolves to whether it takes jobs now, within a second. */
  ready(): Promise<boolean>;
  /** Forgets jobs that a queue elsewhere has lost or done, and hands on those that it could not take before. */
  sync(): Promise<void>;
  /** Takes no more jobs, asks the running ones to stop with `reason`, and resolves when they have. */
  close(reason: unknown): Promise<void>;
}
