import { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";
import type { ServiceEvent } from "../../protocol/service.ts";
import { appendWhole } from "../store/appendWhole.ts";
import type { DataFolder } from "../store/dataFolder.ts";
import type { StoredJob } from "./jobRecord.ts";

/** An event with its id: the number of its line in `events.jsonl`, from 1. */
export interface NumberedEvent {
  readonly id: number;
  readonly event: ServiceEvent;
}

interface Tail {
  /** Number of the last event that listeners were sent. */
  sent: number;
  timer: NodeJS.Timeout | undefined;
}

interface OpenLog {
  /** Of the file and of `unwritten`. */
  lines: number;
  /** Lines that the disk did not take; they are written with the next one. */
  unwritten: string[];
  writing: Promise<void>;
}

/** Milliseconds between looks at the events that another process writes. */
const tailMs = 400;

/** Events of jobs: each is a line of `events.jsonl` and is sent to all listeners. */
export class EventLog {
  readonly #folder: DataFolder;
  /** Other processes write events too: listeners are sent what stands in the file. */
  readonly #shared: boolean;
  readonly #tails = new Map<string, Tail>();
  readonly #open = new Map<string, OpenLog>();
  readonly #listeners = new EventEmitter().setMaxListeners(0);

  constructor(folder: DataFolder, { shared = false } = {}) {
    this.#folder = folder;
    this.#shared = shared;
  }

  /** Appends an event; events of one job keep their order. */
  async append(tenant: string, job: string, event: ServiceEvent): Promise<void> {
    if (this.#shared) {
      await appendWhole(this.#path(tenant, job), `${JSON.stringify(event)}\n`).catch(() => undefined);
      return;
    }
    let log = this.#open.get(job);
    if (log === undefined) {
      const opened: OpenLog = { lines: 0, unwritten: [], writing: Promise.resolve() };
      opened.writing = this.read(tenant, job, 0).then((events) => {
        opened.lines = events.at(-1)?.id ?? 0;
      });
      this.#open.set(job, opened);
      log = opened;
    }
    const open = log;
    open.writing = open.writing.then(async () => {
      const id = ++open.lines;
      open.unwritten.push(`${JSON.stringify(event)}\n`);
      await appendWhole(this.#path(tenant, job), open.unwritten.join("")).then(
        () => {
          open.unwritten = [];
        },
        () => undefined,
      );
      this.#listeners.emit(job, { id, event } satisfies NumberedEvent);
    });
    await open.writing;
  }

  /** Appends the state that a job is in. */
  async tellState({ request: { tenant, id }, status: { state, attempt } }: StoredJob): Promise<void> {
    await this.append(tenant, id, { type: "state", state, attempt, at: new Date().toISOString() });
  }

  /** Forgets what is kept in memory of a job that has ended. */
  async close(job: string): Promise<void> {
    const open = this.#open.get(job);
    await open?.writing;
    if (open?.unwritten.length === 0) this.#open.delete(job);
  }

  /** Events with an id above `after`, at most `limit`. */
  async read(
    tenant: string,
    job: string,
    after: number,
    limit = Number.POSITIVE_INFINITY,
  ): Promise<NumberedEvent[]> {
    // read at once: a stream a client holds buffers of its own, and the file is small
    const text = await readFile(this.#path(tenant, job), "utf8").catch(() => "");
    const found: NumberedEvent[] = [];
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    for (let id = after + 1; id <= lines.length && found.length < limit; id++) {
      const event = parse(lines[id - 1]!);
      if (event !== undefined) found.push({ id, event });
    }
    return found;
  }

  listen(tenant: string, job: string, listener: (event: NumberedEvent) => void): () => void {
    this.#listeners.on(job, listener);
    if (this.#shared && !this.#tails.has(job)) this.#follow(tenant, job);
    return () => {
      this.#listeners.off(job, listener);
      if (this.#listeners.listenerCount(job) > 0) return;
      clearTimeout(this.#tails.get(job)?.timer);
      this.#tails.delete(job);
    };
  }

  /** Sends listeners what stands in the file and what is added to it. */
  #follow(tenant: string, job: string): void {
    const tail: Tail = { sent: 0, timer: undefined };
    this.#tails.set(job, tail);
    const look = async (): Promise<void> => {
      for (const numbered of await this.read(tenant, job, tail.sent)) {
        tail.sent = numbered.id;
        this.#listeners.emit(job, numbered);
      }
      if (this.#tails.get(job) === tail) tail.timer = setTimeout(() => void look(), tailMs);
    };
    void look();
  }

  #path(tenant: string, job: string): string {
    return this.#folder.path("jobs", tenant, job, "events.jsonl");
  }
}

/** A line that was cut by the loss of power tells nothing. */
function parse(line: string): ServiceEvent | undefined {
  try {
    return JSON.parse(line) as ServiceEvent;
  } catch {
    return undefined;
  }
}
