import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { QualityInput } from "../input.ts";
import {
  type SectionReply,
  type SectionResult,
  type SectionTask,
  type ThreadSection,
  threadSections,
} from "./threadSections.ts";

/** Threads beside this one at most, and the program they run. */
export interface ThreadLimit {
  readonly count: number;
  readonly file: string;
}

/** Cells of all tables below which a section is measured before a thread has started, and above which copies take too much memory. */
const fewCells = 20_000;
const manyCells = 20_000_000;

/** Measures a section of the tables it is given. */
type Measure<Name extends ThreadSection> = (input: QualityInput) => Promise<SectionResult<Name>>;

/**
 * Measures sections of a report on threads beside this one, as far as there are cores for them; what has not begun when its result
 * is asked for is measured on this one. The results are the same either way.
 */
export class SectionThreads {
  readonly #file: string;
  readonly #waiting: (() => Promise<unknown>)[] = [];
  readonly #workers = new Set<Worker>();
  #free: number;

  constructor({ count, file }: ThreadLimit) {
    this.#file = file;
    this.#free = count;
  }

  /**
   * Begins to measure a section as soon as a thread is free.
   *
   * @param around is given what measures, when it begins: for times and progress
   * @returns asks for the result; rejects with what the section threw
   */
  begin<Name extends ThreadSection>(
    section: Name,
    around: (measure: Measure<Name>) => Promise<SectionResult<Name>>,
  ): () => Promise<SectionResult<Name>> {
    let running: Promise<SectionResult<Name>> | undefined;
    const start = (): Promise<unknown> => {
      running = around((input) => this.#inThread(section, input));
      return running;
    };
    this.#waiting.push(start);
    this.#startWaiting();
    return () => {
      const at = this.#waiting.indexOf(start);
      if (at >= 0) this.#waiting.splice(at, 1);
      running ??= around(threadSections[section] as Measure<Name>);
      return running;
    };
  }

  /** Ends the threads: what they measure is lost. */
  async dispose(): Promise<void> {
    this.#waiting.length = 0;
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  #startWaiting(): void {
    while (this.#free > 0 && this.#waiting.length > 0) {
      this.#free--;
      const done = (): void => {
        this.#free++;
        this.#startWaiting();
      };
      void this.#waiting.shift()!().then(done, done);
    }
  }

  #inThread<Name extends ThreadSection>(
    section: Name,
    { signal, progress, ...input }: QualityInput,
  ): Promise<SectionResult<Name>> {
    const worker = new Worker(this.#file, { workerData: { section, input } satisfies SectionTask });
    this.#workers.add(worker);
    const cancel = (): void => void worker.terminate();
    signal.addEventListener("abort", cancel, { once: true });
    return new Promise((resolve, reject) => {
      worker.on("message", (reply: SectionReply) => {
        if (reply.kind === "progress") progress(reply.fraction);
        else if (reply.kind === "done") resolve(reply.result as SectionResult<Name>);
        else reject(reply.error);
      });
      worker.on("error", reject);
      worker.on("exit", (code) => {
        this.#workers.delete(worker);
        signal.removeEventListener("abort", cancel);
        reject(signal.aborted ? signal.reason : new Error(`a thread of the report ended with code ${code}`));
      });
    });
  }
}

/** As many threads as cores are free beside this one's, where the tables are neither tiny nor huge; none where TypeScript runs as it is. */
export function usualThreads({ real, synthetic, holdout }: QualityInput): ThreadLimit {
  const file = fileURLToPath(new URL("./sections.cjs", import.meta.url));
  const cells = [real, synthetic, holdout].reduce((sum, t) => sum + (t ? t.rows * t.columns.length : 0), 0);
  const pays = cells >= fewCells && cells <= manyCells && existsSync(file);
  // set by whoever runs several at once, as the threads of products are
  const threads = Number(process.env["OMP_NUM_THREADS"]) || availableParallelism();
  return { count: pays ? Math.max(0, Math.min(threads, availableParallelism()) - 1) : 0, file };
}
