import type { FitProgress } from "../../models/synthesizer.ts";
import type { RunEvent, Stage } from "../../protocol/run.ts";

type ProgressEvent = Extract<RunEvent, { type: "progress" }>;

/** Milliseconds between progress events. */
const interval = 100;

/** Thins the progress of a stage to ten events a second, the last one among them, and estimates the time left. */
export class ThrottledProgress {
  readonly #tell: (event: ProgressEvent) => void;
  #stage: Stage = "train";
  #stageStart = 0;
  #lastTold = 0;
  #heldBack: { readonly update: FitProgress; readonly base: number } | null = null;

  constructor(tell: (event: ProgressEvent) => void) {
    this.#tell = tell;
  }

  /** Begins a stage: nothing of the one before is told any more. */
  start(stage: Stage): void {
    this.#stage = stage;
    this.#stageStart = Date.now();
    this.#lastTold = 0;
    this.#heldBack = null;
  }

  /** `base`: the fraction done before this process took over, so that the time left counts this process's work only. */
  update(update: FitProgress, base: number): void {
    this.#heldBack = { update, base };
    if (update.fraction >= 1 || Date.now() - this.#lastTold >= interval) this.flush();
  }

  /** Tells what was held back, if anything. */
  flush(): void {
    if (this.#heldBack === null) return;
    const { update, base } = this.#heldBack;
    this.#heldBack = null;
    const now = Date.now();
    this.#lastTold = now;
    const done = update.fraction - base;
    const elapsed = now - this.#stageStart;
    const etaMs = done > 0.002 && elapsed > 500 ? Math.round((elapsed / done) * (1 - update.fraction)) : null;
    this.#tell({
      type: "progress",
      stage: this.#stage,
      fraction: update.fraction,
      label: update.label,
      etaMs,
      ...(update.losses && { losses: update.losses }),
      ...(update.epoch !== undefined && { epoch: update.epoch }),
      ...(update.epochs !== undefined && { epochs: update.epochs }),
    });
  }
}
