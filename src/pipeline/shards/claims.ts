import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { createWhole } from "../../runFolder/createWhole.ts";
import { fileSystemNow, keepBeating } from "../../runFolder/fileBeat.ts";
import { type Holder, judgeHolder, thisHolder } from "../../runFolder/holder.ts";

const beatMs = 5000;
/** A process elsewhere whose heart did not beat for so long has lost its shard. */
const staleMs = 60_000;

/** A shard that this process makes. */
export interface Claim {
  release(): Promise<void>;
}

/**
 * Who makes which shard of a folder. A claim spares work and promises nothing: a shard made by two processes has the same bytes.
 * Ages are read from the file system alone, so that the clocks of machines need not agree.
 */
export class Claims {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Claims a shard; undefined while another process makes it. */
  async take(shard: number): Promise<Claim | undefined> {
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, `${shard}.json`);
    if (!(await writeNew(path))) {
      if (await this.#isAlive(path)) return undefined;
      await rm(path, { force: true });
      if (!(await writeNew(path))) return undefined;
    }
    const beat = keepBeating(path, JSON.stringify(thisHolder()), beatMs);
    return {
      async release() {
        beat.stop();
        await rm(path, { force: true });
      },
    };
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #isAlive(path: string): Promise<boolean> {
    const text = await readFile(path, "utf8").catch(() => "");
    const holder = parse(text);
    const judged = holder === undefined ? "unknown" : judgeHolder(holder);
    if (judged !== "unknown") return judged === "alive";
    const beat = await stat(path).catch(() => undefined);
    return beat !== undefined && (await fileSystemNow(this.#folder)) - beat.mtimeMs < staleMs;
  }
}

async function writeNew(path: string): Promise<boolean> {
  try {
    await createWhole(path, JSON.stringify(thisHolder()));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}
