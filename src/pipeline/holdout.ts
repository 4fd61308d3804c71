import { Random } from "../engine/random.ts";

export interface Split {
  /** Row numbers of the source, ascending. */
  readonly training: Uint32Array;
  readonly holdout: Uint32Array;
}

/** Fewer real rows than this are all trained on: a holdout would leave too little of both. */
export const smallestSplit = 50;

/** Sets `share` of the rows aside by a seeded permutation, before anything is learnt. */
export function splitHoldout(rows: number, share: number, seed: number): Split {
  const count = rows < smallestSplit ? 0 : Math.round(rows * share);
  const order = new Random(seed).fork("holdout").permutation(rows);
  return { holdout: order.slice(0, count).sort(), training: order.slice(count).sort() };
}
