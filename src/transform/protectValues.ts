import type { ColumnSpec } from "../config/columnSpec.ts";
import type { Random } from "../numerics/random.ts";
import { protectedRange, type RangeRule } from "../table/protection/protectedRange.ts";
import { roundDates } from "../table/protection/roundValues.ts";
import { type DatetimeGrid, fromTicks, toTicks } from "./datetimeGrid.ts";

/** What a column may emit, in its own terms, and which of its ends the config gives. */
export interface ColumnRange {
  readonly min: number;
  readonly max: number;
  /** Sentinel values outside of [min, max], ascending. */
  readonly spikes: readonly number[];
  readonly given: { readonly min: boolean; readonly max: boolean };
  /** Some value of the column is not the only one. */
  readonly varied: boolean;
}

type RangeSpec = Pick<ColumnSpec, "min" | "max" | "minCategoryCount">;

/** Range of a numeric column; null when fewer than `minCategoryCount` rows have a value. */
export function numberRange(
  values: Float64Array,
  spec: RangeSpec,
  decimals: number | null,
): ColumnRange | null {
  const rule: RangeRule = { k: spec.minCategoryCount };
  if (decimals === null) return columnRange(values, spec, rule);
  const scale = 10 ** decimals;
  const snap = (value: number, towards: 1 | -1) =>
    Number(((towards * Math.ceil(towards * value * scale - 1e-7)) / scale).toFixed(Math.min(100, decimals)));
  return columnRange(values, spec, { ...rule, snap });
}

/** Range of a datetime column in epoch ms; bounds are starts of years, months, days, … on the column's grid. */
export function datetimeRange(values: Float64Array, spec: RangeSpec, grid: DatetimeGrid): ColumnRange | null {
  const snap = (ms: number, towards: 1 | -1) =>
    fromTicks(grid, towards * Math.ceil(towards * toTicks(grid, ms) - 1e-9));
  return columnRange(values, spec, { k: spec.minCategoryCount, candidates: roundDates, snap });
}

/** A bound in the config other than the observed one is kept as it is. */
function columnRange(values: Float64Array, spec: RangeSpec, rule: RangeRule): ColumnRange | null {
  const range = protectedRange(values, rule);
  if (range === null) return null;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  const given = {
    min: spec.min !== null && spec.min !== low,
    max: spec.max !== null && spec.max !== high,
  };
  return {
    min: given.min ? spec.min! : range.min,
    max: given.max ? spec.max! : range.max,
    spikes: range.spikes.filter((s) => !(given.min && s < spec.min!) && !(given.max && s > spec.max!)),
    given,
    varied: low < high,
  };
}

/**
 * The values as a model sees them: spikes at their places, the rest within [min, max], missing ones (NaN) as they are. The
 * few rows beyond a protected end keep their order and are spread between it and the next value, so that no bound becomes
 * heavy; beyond a bound of the config they are clipped.
 */
export function protectValues(
  values: Float64Array,
  { min, max, given }: Pick<ColumnRange, "min" | "max" | "given">,
  grid: {
    readonly round: (value: number) => number;
    readonly placeOf?: (value: number) => number | undefined;
  },
): Float64Array {
  const out = Float64Array.from(values);
  const below: number[] = [];
  const above: number[] = [];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < out.length; i++) {
    const v = out[i]!;
    const place = grid.placeOf?.(v);
    if (place !== undefined) out[i] = place;
    else if (v < min) below.push(i);
    else if (v > max) above.push(i);
    else {
      if (v < first) first = v;
      if (v > last) last = v;
    }
  }
  const byValue = (a: number, b: number) => out[a]! - out[b]! || a - b;
  spread(out, below.sort(byValue), { from: min, to: given.min || first > max ? min : first }, grid.round);
  spread(
    out,
    above.sort(byValue).reverse(),
    { from: max, to: given.max || last < min ? max : last },
    grid.round,
  );
  return out;
}

/** Missing values take the value of a random other row; all stay missing where all are. */
export function fillMissing(values: Float64Array, random: Random): Float64Array {
  const present = values.filter((v) => !Number.isNaN(v));
  if (present.length === 0) return values;
  return values.map((v) => (Number.isNaN(v) ? present[random.below(present.length)]! : v));
}

/** Values of `rows` evenly from one value to another, both left out. */
function spread(
  out: Float64Array,
  rows: readonly number[],
  { from, to }: { readonly from: number; readonly to: number },
  round: (value: number) => number,
): void {
  rows.forEach((row, j) => {
    out[row] = from === to ? from : round(from + ((to - from) * (j + 0.5)) / rows.length);
  });
}
