import { type ChildOptions, runChild } from "./jobs/childJob.ts";
import type { ChildJob } from "./kinds/serviceKind.ts";
import { ServiceProblem } from "./problem.ts";

const maxWaiting = 50;

export interface LightOptions {
  readonly timeoutMs?: number;
  readonly until?: AbortSignal | undefined;
}

/** Work that a person waits for (profiles, checks, a few rows): in a child each, so many at once, for so long at most. */
export class LightWork {
  readonly #child: ChildOptions;
  readonly #slots: number;
  readonly #timeoutMs: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(child: ChildOptions, slots = 2, timeoutMs = 60_000) {
    this.#child = child;
    this.#slots = slots;
    this.#timeoutMs = timeoutMs;
  }

  /** Resolves to the child's result. `until`: nobody waits for it any longer. Throws what it threw. @throws ServiceProblem timed-out, unavailable */
  async run(job: ChildJob, { timeoutMs = this.#timeoutMs, until }: LightOptions = {}): Promise<unknown> {
    if (this.#running >= this.#slots) {
      if (this.#waiting.length >= maxWaiting)
        throw new ServiceProblem("unavailable", "too many requests wait for an answer; try again", {
          retryAfterSeconds: 10,
        });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running++;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      until?.throwIfAborted();
      return await runChild(
        job,
        this.#child,
        until === undefined ? timeout : AbortSignal.any([timeout, until]),
      );
    } catch (error) {
      if (!timeout.aborted) throw error;
      throw new ServiceProblem("timed-out", `it took longer than ${timeoutMs / 1000} s; ask for it as a job`);
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }
}
