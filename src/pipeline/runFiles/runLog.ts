import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { own } from "../../jsonc/own.ts";
import type { FitProgress } from "../../models/synthesizer.ts";
import type { RunEvent, Stage } from "../../protocol/run.ts";
import { pathError } from "../../table/pathError.ts";
import { ThrottledProgress } from "./throttleProgress.ts";

export type Listener = (event: RunEvent) => void;

/**
 * Tells listeners what happens and keeps it: every event but progress goes to `events.jsonl`, losses to `losses.csv`,
 * stage durations to `timings.json`.
 */
export class RunLog {
  readonly #listener: Listener;
  readonly #timings: Partial<Record<Stage, number>> = {};
  #runPath: string | undefined;
  #stage: Stage | null = null;
  #stageStart = 0;
  #lossNames: string[] | undefined;

  readonly #progress: ThrottledProgress;

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#progress = new ThrottledProgress((event) => this.emit(event));
  }

  get stage(): Stage | null {
    return this.#stage;
  }

  get timings(): Readonly<Partial<Record<Stage, number>>> {
    return this.#timings;
  }

  /** From here on events are also kept in the run folder; those told before are not. */
  attach(runPath: string): void {
    this.#runPath = runPath;
    for (const name of ["events.jsonl", "losses.csv"]) trimPartialLine(join(runPath, name));
  }

  emit(event: RunEvent): void {
    if (this.#runPath && event.type !== "progress") this.#keep(this.#runPath, event);
    this.#listener(event);
  }

  #keep(runPath: string, event: RunEvent): void {
    const line = `${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`;
    try {
      appendFileSync(join(runPath, "events.jsonl"), line);
    } catch (error) {
      // the end of a run is told even when it cannot be kept, on a full disk for one
      if (event.type !== "failed" && event.type !== "cancelled")
        throw pathError(error, join(runPath, "events.jsonl"), "write");
    }
  }

  warn(message: string, column?: string): void {
    this.emit({ type: "warning", message, ...(column === undefined ? {} : { column }) });
  }

  /** Runs one stage; `work` returns the detail line shown at its end. */
  async stageOf<T>(stage: Stage, work: () => Promise<{ value: T; detail: string }>): Promise<T> {
    this.#stage = stage;
    this.#stageStart = Date.now();
    this.#progress.start(stage);
    this.emit({ type: "stage", stage, state: "start" });
    const { value, detail } = await work();
    this.#progress.flush();
    const ms = Date.now() - this.#stageStart;
    this.#timings[stage] = (this.#timings[stage] ?? 0) + ms;
    this.emit({ type: "stage", stage, state: "end", ms, detail });
    if (this.#runPath) {
      const text = `${JSON.stringify(this.#timings, null, 2)}\n`;
      keeping(join(this.#runPath, "timings.json"), (path) => writeFileSync(path, text));
    }
    this.#stage = null;
    return value;
  }

  /** `base`: see `ThrottledProgress`. */
  progress(update: FitProgress, base = 0): void {
    this.#keepLosses(update);
    this.#progress.update(update, base);
  }

  #keepLosses(update: FitProgress): void {
    if (!this.#runPath || !update.losses || update.epoch === undefined || !update.epochEnds) return;
    const path = join(this.#runPath, "losses.csv");
    if (!this.#lossNames) {
      this.#lossNames = Object.keys(update.losses);
      const header = `epoch,${this.#lossNames.join(",")}\n`;
      const { epoch } = update;
      keeping(path, () => keepEpochsBefore(path, epoch, header));
    }
    const line = `${update.epoch},${this.#lossNames.map((name) => own(update.losses, name) ?? "").join(",")}\n`;
    keeping(path, () => appendFileSync(path, line));
  }
}

/** An error of writing to an open file does not say which file. */
function keeping(path: string, write: (path: string) => void): void {
  try {
    write(path);
  } catch (error) {
    throw pathError(error, path, "write");
  }
}

/** Losses per epoch of a run, one array per name; empty when none were kept. */
export function readLosses(runPath: string): Record<string, number[]> {
  const path = join(runPath, "losses.csv");
  if (!existsSync(path)) return {};
  const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const names = header.split(",").slice(1);
  const losses: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (const line of lines) {
    const cells = line.split(",").slice(1);
    for (const [i, name] of names.entries()) own(losses, name)?.push(Number(cells[i]));
  }
  return losses;
}

/** A resumed run repeats the epochs after its checkpoint: their old lines go. */
function keepEpochsBefore(path: string, epoch: number, header: string): void {
  const old = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(1) : [];
  const kept = old.filter((line) => line !== "" && Number.parseInt(line, 10) < epoch);
  writeFileSync(path, header + kept.map((line) => `${line}\n`).join(""));
}

/** Drops a last line cut short by a kill. */
function trimPartialLine(path: string): void {
  if (!existsSync(path)) return;
  const content = readFileSync(path);
  const end = content.lastIndexOf(10) + 1;
  if (end < content.length) truncateSync(path, end);
}
