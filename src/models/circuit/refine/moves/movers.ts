import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { nextTurn } from "../../../../numerics/breathe.ts";
import type { Random } from "../../../../numerics/random.ts";
import type { LeafMasks } from "../leafMasks.ts";
import { type Chains, putChains, stripRows, stripsOf, takeChains } from "./chains.ts";
import { ChainMover, type MoveSetup, type MoveTask } from "./moveChains.ts";
import { MoveThread, threadFile } from "./moveThreads.ts";

/** One that moves a strip of rows: this thread or another. */
interface StripMover {
  setTrees(masks: LeafMasks): void;
  /** Moves the rows, which may not be used after it; gives them back, or copies. */
  move(task: MoveTask): Promise<Chains>;
  dispose(): Promise<void>;
}

export interface MoverOptions {
  readonly setup: MoveSetup;
  /** Rows moved at a time, about: few are not worth a thread. */
  readonly rows: number;
  readonly signal?: AbortSignal | undefined;
  /** Threads beside this one at most, and the file they run; as many as pay where not given. */
  readonly threads?: { readonly count: number; readonly file: string };
}

const maxThreads = 4;

/** Moves rows strip by strip, on as many threads as pay. The bytes are the same whatever their number. */
export class Movers {
  readonly #movers: readonly StripMover[];
  readonly #signal: AbortSignal | undefined;

  constructor({ setup, rows, signal, threads = usualThreads() }: MoverOptions) {
    const count = Math.min(threads.count, Math.ceil(rows / stripRows));
    this.#movers =
      count <= 1
        ? [new ChainMover(setup)]
        : Array.from({ length: count }, () => new MoveThread(threads.file, setup));
    this.#signal = signal;
  }

  setTrees(masks: LeafMasks): void {
    for (const mover of this.#movers) mover.setTrees(masks);
  }

  /** Moves rows in place through rounds in which so many trees count. */
  async move(
    chains: Chains,
    counts: readonly number[],
    random: Random,
    done: (share: number) => void = () => undefined,
  ): Promise<void> {
    const strips = counts.length === 0 ? [] : stripsOf(chains.rows);
    let next = 0;
    let ready = 0;
    const work = async (mover: StripMover): Promise<void> => {
      while (next < strips.length) {
        this.#signal?.throwIfAborted();
        const at = next++;
        const strip = strips[at]!;
        const part = takeChains(chains, strip);
        const { seed, stream } = random.fork(`strip ${at}`);
        const moved = await mover.move({ chains: part, counts, seed, stream });
        putChains(chains, moved, strip.from);
        done(++ready / strips.length);
        await nextTurn();
      }
    };
    await Promise.all(this.#movers.map(work));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#movers.map((mover) => mover.dispose()));
  }
}

function usualThreads(): { readonly count: number; readonly file: string } {
  const file = threadFile();
  return { count: existsSync(file) ? Math.min(maxThreads, availableParallelism()) : 1, file };
}
