import {
  type JobQueue,
  type Lane,
  type LaneCounts,
  lanes,
  type Perform,
  type QueuedJob,
} from "./jobQueue.ts";

interface LaneState {
  readonly waiting: QueuedJob[];
  readonly slots: number;
  readonly perform: Perform | undefined;
}

interface Running {
  readonly job: QueuedJob;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** The queue of one server process. It keeps nothing: the records of the store say what waits. */
export class EmbeddedQueue implements JobQueue {
  readonly shared = false;
  readonly #lanes: Record<Lane, LaneState> = {
    train: { waiting: [], slots: 0, perform: undefined },
    light: { waiting: [], slots: 0, perform: undefined },
  };
  readonly #running = new Map<string, Running>();
  readonly #maxPerTenant: number;
  #closed = false;

  constructor(maxPerTenant: number) {
    this.#maxPerTenant = maxPerTenant;
  }

  async add(job: QueuedJob): Promise<"added" | "there"> {
    if (this.has(job.id)) return "there";
    const { waiting } = this.#lanes[job.lane];
    const at = waiting.findIndex((other) => other.priority > job.priority);
    waiting.splice(at < 0 ? waiting.length : at, 0, job);
    this.#take(job.lane);
    return "added";
  }

  work(lane: Lane, slots: number, perform: Perform): void {
    this.#lanes[lane] = { ...this.#lanes[lane], slots, perform };
    this.#take(lane);
  }

  async remove(id: string): Promise<boolean> {
    for (const { waiting } of Object.values(this.#lanes)) {
      const at = waiting.findIndex((job) => job.id === id);
      if (at < 0) continue;
      waiting.splice(at, 1);
      return true;
    }
    return false;
  }

  abort(id: string, reason: unknown): boolean {
    const running = this.#running.get(id);
    running?.controller.abort(reason);
    return running !== undefined;
  }

  has(id: string): boolean {
    return this.#running.has(id) || this.position(id) !== undefined;
  }

  async released(id: string): Promise<void> {
    await this.#running.get(id)?.ended;
  }

  position(id: string): number | undefined {
    for (const { waiting } of Object.values(this.#lanes)) {
      const at = waiting.findIndex((job) => job.id === id);
      if (at >= 0) return at;
    }
    return undefined;
  }

  counts(): Readonly<Record<Lane, LaneCounts>> {
    const running = (lane: Lane) => [...this.#running.values()].filter(({ job }) => job.lane === lane).length;
    return {
      train: { waiting: this.#lanes.train.waiting.length, running: running("train") },
      light: { waiting: this.#lanes.light.waiting.length, running: running("light") },
    };
  }

  async ready(): Promise<boolean> {
    return !this.#closed;
  }

  async sync(): Promise<void> {
    // nobody else knows of these jobs
  }

  async close(reason: unknown): Promise<void> {
    this.#closed = true;
    const running = [...this.#running.values()];
    for (const { controller } of running) controller.abort(reason);
    await Promise.all(running.map(({ ended }) => ended));
  }

  /** Starts what there are free slots for; a tenant that runs enough lets others pass. */
  #take(lane: Lane): void {
    const { waiting, slots, perform } = this.#lanes[lane];
    if (perform === undefined) return;
    while (!this.#closed && this.counts()[lane].running < slots) {
      const at = waiting.findIndex(({ tenant }) => this.#runningOf(tenant) < this.#maxPerTenant);
      if (at < 0) return;
      const [job] = waiting.splice(at, 1);
      this.#start(job!, perform);
    }
  }

  #start(job: QueuedJob, perform: Perform): void {
    const controller = new AbortController();
    const ended = Promise.resolve()
      .then(() => perform(job, controller.signal))
      .catch(() => "done" as const)
      .then((outcome) => {
        this.#running.delete(job.id);
        if (outcome !== "done" && !this.#closed) void this.add(job);
        for (const lane of lanes) this.#take(lane);
      });
    this.#running.set(job.id, { job, controller, ended });
  }

  #runningOf(tenant: string): number {
    return [...this.#running.values()].filter(({ job }) => job.tenant === tenant).length;
  }
}
