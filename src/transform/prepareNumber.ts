import type { NumberPlan } from "./restorePlan.ts";
import { spikeReader } from "./spikes.ts";

/**
 * The largest whole number of units of 10^−decimals that divides every value (25 for a column of multiples of 25);
 * 1 when there is none, the values have more decimals, or there are fewer than 50.
 */
export function findStep(values: Float64Array, decimals: number | null): number {
  if (decimals === null) return 1;
  const scale = 10 ** decimals;
  let divisor = 0;
  let seen = 0;
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    seen++;
    const units = Math.round(v * scale);
    if (Math.abs(v * scale - units) > 1e-6 * Math.max(1, Math.abs(units)) || Math.abs(units) > 2 ** 52)
      return 1;
    let a = Math.abs(units);
    while (a !== 0) {
      const rest = divisor % a;
      divisor = a;
      a = rest;
    }
    if (divisor === 1) return 1;
  }
  return seen < 50 || divisor === 0 ? 1 : divisor;
}

/** Rounds to the plan's grid and keeps it within the plan's range or on a spike. NaN stays NaN unless the plan fills it. */
export function restoreNumbers(values: Float64Array, plan: NumberPlan): Float64Array {
  const out = new Float64Array(values.length);
  const fill = plan.fill ?? Number.NaN;
  const onGrid = gridRounder(plan);
  const spikeOf = spikeReader(plan);
  for (let i = 0; i < out.length; i++) {
    const v = values[i]!;
    out[i] = Number.isNaN(v) ? fill : (spikeOf(v) ?? onGrid(v));
  }
  return out;
}

function gridRounder(plan: NumberPlan): (value: number) => number {
  if (plan.decimals === null) return (v) => Math.min(Math.max(v, plan.min), plan.max);
  const scale = 10 ** plan.decimals;
  const { step } = plan;
  const { low, high } = gridBounds(plan);
  const perStep = scale / step;
  return (v) => (Math.min(Math.max(Math.round(v * perStep), low), high) * step) / scale + 0;
}

/** Smallest and largest multiple of the grid inside the range (the nearest one when there is none inside). */
export function gridBounds(plan: Pick<NumberPlan, "decimals" | "step" | "min" | "max">): {
  low: number;
  high: number;
} {
  const perStep = 10 ** (plan.decimals ?? 0) / plan.step;
  const low = Math.ceil(plan.min * perStep - 1e-7);
  const high = Math.floor(plan.max * perStep + 1e-7);
  const near = Math.round(((plan.min + plan.max) / 2) * perStep);
  return low <= high ? { low, high } : { low: near, high: near };
}

/** The value of the grid nearest to `value` that lies within its range. */
export function roundToGrid(value: number, grid: Parameters<typeof gridBounds>[0]): number {
  const { low, high } = gridBounds(grid);
  const scale = 10 ** (grid.decimals ?? 0);
  return (Math.min(Math.max(Math.round((value * scale) / grid.step), low), high) * grid.step) / scale;
}
