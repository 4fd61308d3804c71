import { type TablePlan, varianceOf } from "../config/privacy/tablePlan.ts";
import { fillDiscreteGaussian } from "./discreteGaussian.ts";
import { SecretBits } from "./secretBits.ts";

/** Adds the noise of the plan to the counts: the one place where real counts become public ones. */
export function addNoise(plan: TablePlan, counts: Int32Array, bits = new SecretBits()): Int32Array {
  // all noise is drawn before a count is touched: how long it took then says nothing of a single cell
  const noisy = new Int32Array(plan.cells);
  let at = 0;
  for (const { cells, variance } of plan.tables) {
    fillDiscreteGaussian(noisy.subarray(at, at + cells), variance, bits);
    at += cells;
  }
  for (let i = 0; i < noisy.length; i++) noisy[i]! += counts[i]!;
  return noisy;
}

/** Rows of the table as the noisy tables tell: the mean of their totals, each weighted by its precision. */
export function estimateRows(plan: TablePlan, noisy: Int32Array): number {
  let [sum, weights, at] = [0, 0, 0];
  for (const { cells, variance } of plan.tables) {
    let total = 0;
    for (let i = at; i < at + cells; i++) total += noisy[i]!;
    at += cells;
    const weight = 1 / (cells * varianceOf(variance));
    sum += weight * total;
    weights += weight;
  }
  return Math.max(1, sum / weights);
}
