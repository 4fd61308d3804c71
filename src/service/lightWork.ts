import { type ChildOptions, runChild } from "./jobs/childJob.ts";
import type { ChildJob } from "./kinds/serviceKind.ts";
import { ServiceProblem } from "./problem.ts";

const maxWaiting = 50;

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

  /** Resolves to the child's result. Throws what it threw. @throws ServiceProblem timed-out, unavailable */
  async run(job: ChildJob): Promise<unknown> {
    if (this.#running >= this.#slots) {
      if (this.#waiting.length >= maxWaiting)
        throw new ServiceProblem("unavailable", "too many requests wait for an answer; try again", {
          retryAfterSeconds: 10,
        });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running++;
    const signal = AbortSignal.timeout(this.#timeoutMs);
    try {
      return await runChild(job, this.#child, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new ServiceProblem(
        "timed-out",
        `it took longer than ${this.#timeoutMs / 1000} s; ask for it as a job`,
      );
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }
}
