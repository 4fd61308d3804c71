import type { Tree } from "../../../../learners/tree.ts";
import type { PairFeature } from "../ratioFeatures.ts";

/**
 * How rows of a circuit are refined by moves: in round t they move towards p · r_t, where ln r_t is the sum of the trees of the rounds
 * up to t. Each r_t was fitted to where rows are after round t − 1, so fresh rows go through the same rounds.
 */
export interface MoveSchedule {
  readonly pairs: readonly PairFeature[];
  /** Trees that each round adds; at least one round, and at least one tree in each. */
  readonly rounds: readonly (readonly Tree[])[];
  /** Share of every token in the training rows, per column: what raking restores. */
  readonly shares: readonly Float64Array[];
}

/** How many trees count in each round. */
export function treeCounts({ rounds }: Pick<MoveSchedule, "rounds">): number[] {
  let total = 0;
  return rounds.map((trees) => {
    total += trees.length;
    return total;
  });
}
