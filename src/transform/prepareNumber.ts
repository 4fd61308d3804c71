import type { ColumnSpec } from "../config/columnSpec.ts";
import type { Random } from "../numerics/random.ts";
import type { NumberPlan } from "./restorePlan.ts";

/** Range of what a column may emit, and what was observed. */
export interface ProtectedRange {
  readonly min: number;
  readonly max: number;
  readonly observedMin: number;
  readonly observedMax: number;
}

/**
 * Extreme values, where fewer than `k` rows have the smallest (largest) one: it is never emitted. The range ends up to
 * one hundredth of itself further in, on a round number; or, when the extremes stand alone (further from the k-th value
 * than that is from the other end), midway between the k-th and the next. Rows beyond are clipped before anything is
 * learnt. k = the column's `minCategoryCount`, at most 2 % of its values; a bound in the config other than the observed
 * one is kept as it is.
 */
export function protectedRange(
  values: Float64Array,
  spec: Pick<ColumnSpec, "min" | "max" | "minCategoryCount" | "decimals">,
): ProtectedRange {
  let present = 0;
  for (const v of values) if (!Number.isNaN(v)) present++;
  const k = Math.max(1, Math.min(spec.minCategoryCount, Math.floor(present / 50)));
  const low = new Float64Array(k + 1).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(k + 1).fill(Number.NEGATIVE_INFINITY);
  for (const v of values) {
    if (v < low[k]!) insert(low, v, (a, b) => a < b);
    if (v > high[k]!) insert(high, v, (a, b) => a > b);
  }
  const observedMin = low[0]!;
  const observedMax = high[0]!;
  const body = Math.max(0, high[k - 1]! - low[k - 1]!);
  const unit = Math.max(
    10 ** (Math.floor(Math.log10(body)) - 2),
    spec.decimals === null ? 0 : 10 ** -spec.decimals,
  );
  const inward = (extreme: Float64Array, sign: 1 | -1) => {
    const [first, kth, next] = [extreme[0]!, extreme[k - 1]!, extreme[k]!];
    if (first === kth) return first;
    const alone = Math.abs(kth - first) > body;
    const bound = alone ? (kth + next) / 2 : sign * (Math.floor((sign * first) / unit) + 1) * unit;
    return onGrid(bound, spec.decimals);
  };
  return {
    min: spec.min === null || spec.min === observedMin ? inward(low, 1) : spec.min,
    max: spec.max === null || spec.max === observedMax ? inward(high, -1) : spec.max,
    observedMin,
    observedMax,
  };
}

function onGrid(value: number, decimals: number | null): number {
  return decimals === null ? Number(value.toPrecision(15)) : Number(value.toFixed(decimals));
}

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

/** Values within [min, max]; missing ones (NaN) stay, or take the value of a random other row when `fill`. */
export function clipAndFill(
  values: Float64Array,
  range: { readonly min: number; readonly max: number },
  fill: Random | null,
): Float64Array {
  const out = new Float64Array(values.length);
  const present = fill === null ? null : values.filter((v) => !Number.isNaN(v));
  for (let i = 0; i < out.length; i++) {
    let v = values[i]!;
    if (present !== null && present.length > 0 && Number.isNaN(v)) v = present[fill!.below(present.length)]!;
    out[i] = Math.min(Math.max(v, range.min), range.max);
  }
  return out;
}

/** Rounds to the plan's grid and keeps it within the plan's range. NaN stays NaN unless the plan fills it. */
export function restoreNumbers(values: Float64Array, plan: NumberPlan): Float64Array {
  const out = new Float64Array(values.length);
  const fill = plan.fill ?? Number.NaN;
  if (plan.decimals === null) {
    for (let i = 0; i < out.length; i++) {
      const v = values[i]!;
      out[i] = Number.isNaN(v) ? fill : Math.min(Math.max(v, plan.min), plan.max);
    }
    return out;
  }
  const scale = 10 ** plan.decimals;
  const { step } = plan;
  const { low, high } = gridBounds(plan);
  const perStep = scale / step;
  for (let i = 0; i < out.length; i++) {
    const v = values[i]!;
    const k = Math.min(Math.max(Math.round(v * perStep), low), high);
    out[i] = Number.isNaN(v) ? fill : (k * step) / scale + 0;
  }
  return out;
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

function insert(sorted: Float64Array, value: number, before: (a: number, b: number) => boolean): void {
  let i = sorted.length - 1;
  while (i > 0 && before(value, sorted[i - 1]!)) {
    sorted[i] = sorted[i - 1]!;
    i--;
  }
  sorted[i] = value;
}
