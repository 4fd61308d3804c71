import { Random } from "../numerics/random.ts";

export interface Split {
  /** Row numbers of the source, ascending. */
  readonly training: Uint32Array;
  readonly holdout: Uint32Array;
}

/** Sets `count` of the rows aside by a seeded permutation, before training. */
export function splitHoldout(rows: number, count: number, seed: number): Split {
  const order = new Random(seed).fork("holdout").permutation(rows);
  return { holdout: order.slice(0, count).sort(), training: order.slice(count).sort() };
}
