import type { Table } from "../table/table.ts";

/** What is learned: a class per row, or a number per row. */
export type Target =
  | {
      readonly kind: "classes";
      /** Number of classes, ≥ 2. */
      readonly classes: number;
      /** 0 … classes − 1 per row. */
      readonly labels: ArrayLike<number>;
    }
  | { readonly kind: "value"; readonly values: ArrayLike<number> };

/** A fitted model. */
export interface Predictor {
  /** Columns of the result of `predict`: the number of classes, or 1 for a regression. */
  readonly outputs: number;
  /** rows × outputs, row-major: probabilities that sum to 1 in every row, or values. */
  predict(table: Table): Float64Array;
  /**
   * Predicts one table again and again, each time with the values of one of its columns (of the training table, in its order)
   * taken from other rows. Absent where `predict` is as fast.
   */
  shuffler?(table: Table): (column: number, order: ArrayLike<number>) => Float64Array;
  /** Share of each training column, in column order, summing to 1 (all 0 when nothing was learned). */
  readonly importances: Float64Array;
}

/** Divides by the sum; all zero stays all zero. */
export function normalized(weights: Float64Array): Float64Array {
  let sum = 0;
  for (const w of weights) sum += w;
  return sum > 0 ? weights.map((w) => w / sum) : weights;
}

/** Column k of a rows × outputs matrix. */
export function outputColumn(values: Float64Array, outputs: number, k: number): Float64Array {
  return Float64Array.from({ length: values.length / outputs }, (_, i) => values[i * outputs + k]!);
}
