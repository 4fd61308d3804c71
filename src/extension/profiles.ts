import { stat } from "node:fs/promises";
import type { CheckedRules } from "../jobs/checkRules.ts";
import type { JobHandle } from "../protocol/worker.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import type { ReadOptions } from "../table/read/readOptions.ts";
import type { WorkerClient } from "../worker/client.ts";

/** An idle child gives its memory back after this long. */
const idleMs = 60_000;
const remembered = 32;

/** Profiles and fingerprints of data files, one at a time in a child process, remembered while size and time stay. */
export class Profiles {
  readonly #newWorker: () => WorkerClient;
  readonly #known = new Map<string, Promise<unknown>>();
  #worker: WorkerClient | undefined;
  #line: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(newWorker: () => WorkerClient) {
    this.#newWorker = newWorker;
  }

  /** @throws Error when the file cannot be read as a table; its first line is for people */
  async get(path: string, options: ReadOptions = {}): Promise<TableProfile> {
    return this.#remember("profile", path, JSON.stringify(options), (worker) =>
      worker.start("profile", { data: path, options }),
    );
  }

  /**
   * How the rules of a config fare on a table, one an entry.
   * @param config JSON of the config's parts that say what the rules and the columns are
   * @throws Error when the file cannot be read as a table
   */
  async checkRules(path: string, config: string): Promise<CheckedRules> {
    return this.#remember("checkRules", path, config, (worker) =>
      worker.start("checkRules", { data: path, config }),
    );
  }

  /** SHA-256 of the file's bytes. @throws Error when the file cannot be read */
  async fingerprint(path: string): Promise<string> {
    return this.#remember("fingerprint", path, "", (worker) => worker.start("fingerprint", { data: path }));
  }

  dispose(): void {
    clearTimeout(this.#idle);
    this.#worker?.dispose();
    this.#worker = undefined;
  }

  async #remember<T>(
    kind: string,
    path: string,
    options: string,
    start: (worker: WorkerClient) => JobHandle<T>,
  ): Promise<T> {
    const { size, mtimeMs } = await stat(path);
    const key = JSON.stringify([kind, path, size, mtimeMs, options]);
    const known = this.#known.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const result = this.#inLine(start);
    this.#known.set(key, result);
    result.catch(() => this.#known.delete(key));
    const [oldest] = this.#known.keys();
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest);
    return result;
  }

  #inLine<T>(start: (worker: WorkerClient) => JobHandle<T>): Promise<T> {
    clearTimeout(this.#idle);
    this.#waiting++;
    const result = this.#line.then(async () => {
      try {
        this.#worker ??= this.#newWorker();
        return await start(this.#worker).result;
      } finally {
        if (--this.#waiting === 0) this.#idle = setTimeout(() => this.dispose(), idleMs);
      }
    });
    this.#line = result.catch(() => undefined);
    return result;
  }
}
