import type { Grid } from "../rulesPlan.ts";

/** What is known of a number or date column before the rules are looked at. */
export interface Known {
  readonly name: string;
  readonly kind: "number" | "date";
  /** Of its values; coarser than its decimals where all are multiples of something. */
  readonly grid: Grid;
  /** Of its decimals alone. */
  readonly plain: Grid;
  readonly min: number;
  readonly max: number;
  /** Values beyond the range that stand for something else. */
  readonly spikes: readonly number[];
  /** The column's values, to choose which column follows from the others. */
  readonly values: Float64Array;
}
