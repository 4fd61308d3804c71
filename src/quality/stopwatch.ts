import type { ReportHooks } from "./reportInput.ts";

/** Runs the parts of a report: progress, times, cancelling. */
export class Stopwatch {
  /** Milliseconds by the clock of each part; parts on several threads overlap. */
  readonly timings: Record<string, number> = {};
  readonly hooks: ReportHooks;

  constructor(hooks: ReportHooks) {
    this.hooks = hooks;
  }

  /** @throws the signal's reason when aborted */
  async run<T>(name: string, work: (progress: (fraction: number) => void) => Promise<T> | T): Promise<T> {
    const { hooks } = this;
    hooks.signal.throwIfAborted();
    const start = performance.now();
    hooks.progress(name, 0);
    const result = await work((fraction) => hooks.progress(name, Math.min(1, Math.max(0, fraction))));
    hooks.progress(name, 1);
    this.timings[name] = Math.round(performance.now() - start);
    return result;
  }
}
