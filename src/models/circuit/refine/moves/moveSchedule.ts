import type { Tree } from "../../../../learners/tree.ts";
import type { DensityRatio } from "../densityRatio.ts";
import type { PairFeature } from "../ratioFeatures.ts";

/**
 * How rows of a circuit are refined by moves: ln r_t is the sum of the trees of the rounds up to t. In the first round rows are
 * selected in proportion to r_1 out of many candidates, in every other one they move towards p · r_t. Each r_t was fitted to where
 * rows are after round t − 1, so fresh rows go through the same rounds.
 */
export interface MoveSchedule {
  readonly pairs: readonly PairFeature[];
  /** Trees that each round adds; at least one round, and at least one tree in each. */
  readonly rounds: readonly (readonly Tree[])[];
  /** Share of every token in the training rows, per column: what raking restores. */
  readonly shares: readonly Float64Array[];
  /** Candidates for each row of the first round; undefined where rows move in that round too, as in older models. */
  readonly candidates?: number | undefined;
}

/** What selects the rows that start; undefined where they move in the first round too. */
export function startingRatio({ rounds, pairs, candidates }: MoveSchedule): DensityRatio | undefined {
  return candidates === undefined ? undefined : { trees: rounds[0]!, pairs, offsets: [], candidates };
}

/** How many trees count in each round in which rows move. */
export function treeCounts({ rounds, candidates }: Pick<MoveSchedule, "rounds" | "candidates">): number[] {
  let total = 0;
  const counts = rounds.map((trees) => {
    total += trees.length;
    return total;
  });
  return candidates === undefined ? counts : counts.slice(1);
}
