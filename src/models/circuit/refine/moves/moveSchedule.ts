import type { Tree } from "../../../../learners/tree.ts";
import type { DensityRatio } from "../densityRatio.ts";
import type { CombinedColumns } from "../ratioFeatures.ts";

/**
 * How rows of a circuit are refined by moves: ln r_t is the sum of the trees of the rounds up to t. In the first round rows are
 * selected in proportion to r_1 out of many candidates, in every other one they move towards p · r_t. Each r_t was fitted to where
 * rows are after round t − 1, so fresh rows go through the same rounds.
 */
export interface MoveSchedule extends CombinedColumns {
  /** Trees that each round adds; at least one round, and at least one tree in each. */
  readonly rounds: readonly (readonly Tree[])[];
  /** Share of every token in the training rows, per column: what raking restores. */
  readonly shares: readonly Float64Array[];
  /** What selects the rows that start, by the trees of the first round; undefined where they move in that round too, as in older models. */
  readonly start?: DensityRatio | undefined;
}

/** How many trees count in each round in which rows move. */
export function treeCounts({ rounds, start }: Pick<MoveSchedule, "rounds" | "start">): number[] {
  let total = 0;
  const counts = rounds.map((trees) => {
    total += trees.length;
    return total;
  });
  return start === undefined ? counts : counts.slice(1);
}
