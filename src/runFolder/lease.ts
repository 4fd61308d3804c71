import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { pathError } from "../table/pathError.ts";
import { UserError } from "../table/userError.ts";
import { createWhole } from "./createWhole.ts";
import { fileSystemNow } from "./fileBeat.ts";
import { type Holder, judgeHolder, thisHolder } from "./holder.ts";

/** Milliseconds between heartbeats, and after how long without one a holder that cannot be asked for counts as gone. */
const beatMs = 2000;
const leaseMs = 12_000;
/** Milliseconds a new holder waits for one that is about to end, and between its looks. */
const graceMs = 5000;
const pollMs = 250;

/** Who works on a run: `lease-N.json` of its folder, whose time of change is the last heartbeat. */
export interface Lease {
  /** 1, 2, … : each process that takes the run over gets a higher one, and those before may write no more. */
  readonly attempt: number;
  readonly holder: Holder;
  /** The last heartbeat, in milliseconds since 1970 by the clock of the file system. */
  readonly beat: number;
  /** What this machine knows of the holder; where it knows nothing, the heartbeat decides. */
  readonly known: "alive" | "dead" | "unknown";
  /** Milliseconds since the last heartbeat, by the same clock; 0 where the machine knows more. */
  readonly age: number;
  /** The holder has said that it is done with the run. */
  readonly released: boolean;
}

interface SavedLease extends Holder {
  readonly released?: boolean;
}

/** The newest lease of a run; undefined when nobody ever held one. */
export async function readLease(runPath: string): Promise<Lease | undefined> {
  const attempt = await newestAttempt(runPath);
  if (attempt === 0) return undefined;
  try {
    const path = leasePath(runPath, attempt);
    const { released = false, ...holder } = JSON.parse(await readFile(path, "utf8")) as SavedLease;
    const beat = (await stat(path)).mtimeMs;
    const known = judgeHolder(holder);
    const age = known === "unknown" && !released ? (await clockOf(runPath)) - beat : 0;
    return { attempt, holder, beat, known, age, released };
  } catch {
    return undefined;
  }
}

/** Whether the holder still works: what its machine says of the process, else whether its heart beat lately. */
export function isHeld({ known, age, released }: Lease): boolean {
  if (released) return false;
  return known === "unknown" ? Math.abs(age) < leaseMs : known === "alive";
}

/** The clock that heartbeats are read from: the clocks of machines may be an hour apart. */
async function clockOf(runPath: string): Promise<number> {
  return await fileSystemNow(runPath).catch(() => Date.now());
}

/** Waits until it is known whether a holder elsewhere still works: a new heartbeat, or none for as long as a lease lasts. */
export async function settleLease(runPath: string, signal?: AbortSignal): Promise<Lease | undefined> {
  const first = await readLease(runPath);
  if (first === undefined || first.known !== "unknown") return first;
  let lease: Lease | undefined = first;
  while (lease !== undefined && isHeld(lease)) {
    if (lease.attempt !== first.attempt || lease.beat !== first.beat) return lease;
    await sleep(250, undefined, signal && { signal });
    lease = await readLease(runPath);
  }
  return lease;
}

/** Takes the run for this process, after waiting a few seconds for one that is about to end. @throws UserError when another process holds it or was faster */
export async function claimLease(runPath: string): Promise<HeldLease> {
  // the number first: who claims between the two reads takes the one that would follow
  let newest = await newestAttempt(runPath);
  let before = await readLease(runPath);
  for (let waited = 0; before !== undefined && isHeld(before); waited += pollMs) {
    if (waited >= graceMs) throw heldBy(before);
    await sleep(pollMs);
    newest = await newestAttempt(runPath);
    before = await readLease(runPath);
  }
  const attempt = newest + 1;
  const path = leasePath(runPath, attempt);
  try {
    await createWhole(path, JSON.stringify(thisHolder()));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw pathError(error, path, "write");
    const other = await readLease(runPath);
    throw other === undefined
      ? new UserError(`${runPath}: another process has just taken this run`)
      : heldBy(other);
  }
  for (let old = attempt - 1; old > 0 && old > attempt - 5; old--)
    await rm(leasePath(runPath, old), { force: true });
  return new HeldLease(runPath, attempt);
}

/** A run held by this process, its heart beating in a thread of its own, so that long computations do not stop it. */
export class HeldLease {
  readonly attempt: number;
  readonly #runPath: string;
  readonly #heart: Worker;

  constructor(runPath: string, attempt: number) {
    this.#runPath = runPath;
    this.attempt = attempt;
    this.#heart = new Worker(heartbeat, {
      eval: true,
      workerData: { path: leasePath(runPath, attempt), text: JSON.stringify(thisHolder()), every: beatMs },
      execArgv: [],
    });
    this.#heart.on("error", () => undefined);
    this.#heart.unref();
  }

  /** @throws UserError when another process has taken the run over: this one may write no more */
  async assertCurrent(): Promise<void> {
    if ((await newestAttempt(this.#runPath)) > this.attempt)
      throw new UserError(`${this.#runPath}: another process has taken this run over; this one ends`);
  }

  async release(): Promise<void> {
    await this.#heart.terminate();
    const saved: SavedLease = { ...thisHolder(), released: true };
    await writeFile(leasePath(this.#runPath, this.attempt), JSON.stringify(saved), { flag: "r+" }).catch(
      () => undefined,
    );
  }
}

const heartbeat = `
const { workerData } = require("node:worker_threads");
const { writeFileSync } = require("node:fs");
const beat = () => {
  try {
    // written, not given a time: its time is then the file system's
    writeFileSync(workerData.path, workerData.text, { flag: "r+" });
  } catch {}
};
beat();
setInterval(beat, workerData.every);
`;

function heldBy({ holder }: Lease): UserError {
  return new UserError(`this run is still in use by process ${holder.pid} on ${holder.host}`);
}

function leasePath(runPath: string, attempt: number): string {
  return join(runPath, `lease-${attempt}.json`);
}

/** 0 when there is none. */
async function newestAttempt(runPath: string): Promise<number> {
  const names = await readdir(runPath).catch(() => []);
  return Math.max(0, ...names.map((name) => Number(/^lease-(\d+)\.json$/.exec(name)?.[1] ?? 0)));
}
