import { setTimeout as sleep } from "node:timers/promises";
import type * as Bull from "bullmq";
import { UserError } from "../../table/userError.ts";
import { type BullBackend, bullBackend, refuseEviction } from "./bullBackend.ts";
import {
  type JobQueue,
  type Lane,
  type LaneCounts,
  lanes,
  type Outcome,
  type Perform,
  type QueuedJob,
} from "./jobQueue.ts";

export interface SharedQueueOptions {
  /** `redis://…`, `rediss://…` or `postgres://…` */
  readonly url: string;
  /** Jobs of one tenant that are handed on at once. */
  readonly maxPerTenant: number;
  /** Whether this process adds jobs; only one process of a service may. */
  readonly adds: boolean;
  readonly namespace?: string;
  /** Milliseconds after which a job whose worker is silent goes to another one, and between looks for such jobs. */
  readonly lockMs?: number;
  readonly stalledMs?: number;
  /** Milliseconds until a job that somebody else still has is looked at again. */
  readonly laterMs?: number;
  /** Milliseconds between looks at the jobs handed on: events of the database are hints, and PostgreSQL's are lost at times. */
  readonly syncMs?: number;
}

/** `held` jobs wait in this process until fewer jobs of their tenant are handed on; the database is about to take those `onTheWay`. */
interface Known {
  readonly job: QueuedJob;
  place: "held" | "onTheWay" | "waiting" | "running";
}

interface Taken {
  readonly controller: AbortController;
  readonly ended: Promise<unknown>;
}

const readyMs = 800;
const openMs = 4000;
const closeMs = 5000;
/** Deliveries of a job whose worker vanished: how often it may start is judged by its record, not here. */
const maxDeliveries = 1000;

/** The queue of many processes: BullMQ on Redis, Valkey or PostgreSQL. It holds ids and tenants only. */
export class SharedQueue implements JobQueue {
  readonly shared = true;
  readonly #options: SharedQueueOptions;
  readonly #bull: BullBackend;
  readonly #queues = new Map<Lane, Bull.Queue>();
  readonly #events: Bull.QueueEvents[] = [];
  readonly #workers: Bull.Worker[] = [];
  readonly #known = new Map<string, Known>();
  readonly #taken = new Map<string, Taken>();
  #closed = false;
  #lastError: unknown;
  #syncing: NodeJS.Timeout | undefined;

  private constructor(options: SharedQueueOptions, bull: BullBackend) {
    this.#options = options;
    this.#bull = bull;
  }

  /** @throws UserError when the database cannot be reached or would lose jobs */
  static async open(options: SharedQueueOptions): Promise<SharedQueue> {
    const bull = await bullBackend(options.url, options.namespace ?? "syndata");
    const queue = new SharedQueue(options, bull);
    try {
      await within(openMs, queue.#connect());
    } catch (error) {
      await queue.close("closed");
      if (error instanceof UserError) throw error;
      const { code, message } = (queue.#lastError ?? error) as NodeJS.ErrnoException;
      throw new UserError(
        `cannot use the queue at ${bull.name} (${code ?? message}); check SYNDATA_QUEUE and that it runs`,
      );
    }
    if (options.adds) queue.#watch();
    return queue;
  }

  async #connect(): Promise<void> {
    const { Queue, QueueEvents, asking, taking, name } = this.#bull;
    for (const lane of lanes) {
      const queue = new Queue(lane, asking);
      this.#queues.set(lane, queue);
      queue.on("error", (error: unknown) => {
        this.#lastError = error;
      });
      await queue.waitUntilReady();
      if (lane === lanes[0]) await refuseEviction(queue, name);
      if (!this.#options.adds) continue;
      const events = new QueueEvents(lane, taking);
      this.#events.push(events);
      events.on("error", ignore);
      events.on("active", ({ jobId }) => this.#move(jobId, "running"));
      events.on("waiting", ({ jobId }) => this.#move(jobId, "waiting"));
      for (const end of ["completed", "failed", "removed"] as const)
        events.on(end, ({ jobId }: { readonly jobId: string }) => this.#forget(jobId));
      await events.waitUntilReady();
    }
  }

  async add(job: QueuedJob): Promise<"added" | "there"> {
    if (this.#known.has(job.id)) return "there";
    this.#known.set(job.id, { job, place: "held" });
    await this.#handOn(job.tenant);
    return "added";
  }

  work(lane: Lane, slots: number, perform: Perform): void {
    const { Worker, taking } = this.#bull;
    const { lockMs = 60_000, stalledMs = 15_000 } = this.#options;
    const worker = new Worker(lane, (job, token) => this.#perform(job, token ?? "", perform), {
      ...taking,
      concurrency: slots,
      lockDuration: lockMs,
      stalledInterval: stalledMs,
      maxStalledCount: maxDeliveries,
      drainDelay: 2,
    });
    worker.on("error", ignore);
    this.#workers.push(worker);
  }

  async remove(id: string): Promise<boolean> {
    const known = this.#known.get(id);
    if (known === undefined) return false;
    if (known.place === "held") return this.#known.delete(id);
    const queue = this.#queues.get(known.job.lane)!;
    // a job that a worker has is locked, and stays
    const removed = await within(readyMs, queue.remove(id)).catch(() => 0);
    if (removed !== 1) return false;
    this.#forget(id);
    return true;
  }

  abort(id: string, reason: unknown): boolean {
    const taken = this.#taken.get(id);
    taken?.controller.abort(reason);
    return taken !== undefined;
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** A worker elsewhere may be silent for longer: then the job is taken up when the records are next looked at. */
  async released(id: string): Promise<void> {
    for (const from = Date.now(); this.#known.has(id) && Date.now() - from < readyMs; ) await sleep(20);
  }

  position(id: string): number | undefined {
    const known = this.#known.get(id);
    if (known === undefined || known.place === "running") return undefined;
    const { lane } = known.job;
    return this.#sorted((other) => other.place !== "running" && other.job.lane === lane).indexOf(known);
  }

  counts(): Readonly<Record<Lane, LaneCounts>> {
    const count = (lane: Lane): LaneCounts => {
      const all = [...this.#known.values()].filter(({ job }) => job.lane === lane);
      const running = all.filter(({ place }) => place === "running").length;
      return { waiting: all.length - running, running };
    };
    return { train: count("train"), light: count("light") };
  }

  async ready(): Promise<boolean> {
    if (this.#closed) return false;
    const [queue] = this.#queues.values();
    return await within(readyMs, queue!.getJobCounts("active")).then(
      () => true,
      () => false,
    );
  }

  async sync(): Promise<void> {
    for (const [id, known] of [...this.#known]) {
      if (known.place === "held" || known.place === "onTheWay") continue;
      const queue = this.#queues.get(known.job.lane)!;
      const state = await within(readyMs, queue.getJobState(id)).catch(() => undefined);
      if (state === undefined) return;
      if (state === "unknown" || state === "completed" || state === "failed") this.#forget(id);
      else this.#move(id, state === "active" ? "running" : "waiting");
    }
    for (const tenant of new Set([...this.#known.values()].map(({ job }) => job.tenant)))
      await this.#handOn(tenant);
  }

  async close(reason: unknown): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#syncing);
    for (const { controller } of this.#taken.values()) controller.abort(reason);
    await Promise.all([...this.#taken.values()].map(({ ended }) => ended));
    const all = [...this.#workers, ...this.#events, ...this.#queues.values()];
    await within(closeMs, Promise.allSettled(all.map((one) => one.close()))).catch(ignore);
  }

  async #perform(job: Bull.Job, token: string, perform: Perform): Promise<void> {
    const id = job.id!;
    const { tenant } = job.data as { readonly tenant: string };
    const controller = new AbortController();
    if (this.#closed) controller.abort("closed");
    const attempt: Promise<Outcome> = perform({ id, tenant }, controller.signal).catch(() => "done");
    this.#taken.set(id, { controller, ended: attempt });
    const outcome = await attempt;
    this.#taken.delete(id);
    if (outcome === "done") return;
    if (outcome === "again") {
      await job.moveToWait(token);
      throw new this.#bull.WaitingError();
    }
    await job.moveToDelayed(Date.now() + (this.#options.laterMs ?? 15_000), token);
    throw new this.#bull.DelayedError();
  }

  /** Hands jobs of the tenant on until as many as allowed are, soonest first. What the database does not take stays held. */
  async #handOn(tenant: string): Promise<void> {
    if (this.#closed) return;
    const own = this.#sorted(({ job }) => job.tenant === tenant);
    let free = this.#options.maxPerTenant - own.filter(({ place }) => place !== "held").length;
    for (const known of own.filter(({ place }) => place === "held")) {
      // another call may have handed it on while this one waited
      if (this.#placeOf(known) !== "held" || !this.#known.has(known.job.id)) continue;
      if (free-- <= 0) return;
      const { id, lane, priority } = known.job;
      known.place = "onTheWay";
      try {
        await within(
          readyMs,
          this.#queues
            .get(lane)!
            .add(
              "job",
              { tenant },
              { jobId: id, priority: priority + 1, removeOnComplete: true, removeOnFail: true },
            ),
        );
        if (this.#placeOf(known) === "onTheWay") known.place = "waiting";
      } catch {
        known.place = "held";
        return;
      }
    }
  }

  /** Where the job is by now: an event may have come while the database answered. */
  #placeOf(known: Known): Known["place"] {
    return known.place;
  }

  #watch(): void {
    this.#syncing = setTimeout(() => {
      void this.sync().finally(() => {
        if (!this.#closed) this.#watch();
      });
    }, this.#options.syncMs ?? 1000);
    this.#syncing.unref();
  }

  #sorted(wanted: (known: Known) => boolean): Known[] {
    return [...this.#known.values()].filter(wanted).sort((a, b) => a.job.priority - b.job.priority);
  }

  #move(id: string, place: "waiting" | "running"): void {
    const known = this.#known.get(id);
    if (known !== undefined) known.place = place;
  }

  #forget(id: string): void {
    const known = this.#known.get(id);
    if (known === undefined || known.place === "held") return;
    this.#known.delete(id);
    void this.#handOn(known.job.tenant);
  }
}

function ignore(): void {
  // connections come back by themselves; `ready` resolves to whether the database answers
}

/** @throws Error when it takes longer */
async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), ms);
  });
  promise.catch(ignore);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
