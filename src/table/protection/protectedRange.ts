import { findSpikes } from "./findSpikes.ts";
import { type RoundValues, roundNumbers } from "./roundValues.ts";
import { findRuns, kthPlace, rowsOf, type ValueRuns, withoutRuns } from "./valueRuns.ts";

/** What may be told of the ends of a numeric or datetime column. */
export interface ProtectedRange {
  readonly min: number;
  readonly max: number;
  /** Sentinel values outside of [min, max] that at least k rows hold, ascending. */
  readonly spikes: readonly number[];
}

export interface RangeRule {
  /** Rows that must hold a value for it to be told; 1 tells the extremes as they are. */
  readonly k: number;
  /** Candidates for a bound; default `roundNumbers`. */
  readonly candidates?: RoundValues;
  /** The value of the column's grid at a candidate or next inside it; the candidate itself where it has no grid. */
  readonly snap?: (value: number, towards: 1 | -1) => number;
}

/**
 * The bound at each end is the number (or date) with the fewest significant digits at or inside the k-th value that moves
 * at most k further rows (fewer where both ends would meet), and never a value that fewer than k rows hold; the k-th value itself where k rows hold it. The same for
 * every seed. Null when fewer than k rows have a value. `min === max` where nothing but one value may be told.
 */
export function protectedRange(values: Float64Array, rule: RangeRule): ProtectedRange | null {
  const all = findRuns(values);
  const { k } = rule;
  if (all.total < k || all.total === 0) return null;
  const last = all.values.length - 1;
  if (k <= 1) return { min: all.values[0]!, max: all.values[last]!, spikes: [] };
  const places = findSpikes(all, k);
  const body = withoutRuns(all, places);
  const spikes = [...places].map((place) => all.values[place]!).sort((a, b) => a - b);
  const min = boundAt(body, "low", rule);
  const max = boundAt(body, "high", rule);
  if (min <= max) return { min, max, spikes };
  const only = middleOf(body, rule);
  return { min: only, max: only, spikes };
}

function boundAt(runs: ValueRuns, end: "low" | "high", rule: RangeRule): number {
  const { k, candidates = roundNumbers, snap = (v: number) => v } = rule;
  const inward = end === "low" ? 1 : -1;
  const place = kthPlace(runs, k, end);
  const kth = runs.values[place]!;
  if (runs.counts[place]! >= k) return kth;
  const further = Math.min(k, (runs.total - 2 * k) / 2);
  let furthest = place;
  for (let moved = runs.counts[place]!; moved <= further; moved += runs.counts[furthest]!) {
    if (runs.values[furthest + inward] === undefined) break;
    furthest += inward;
  }
  const limit = runs.values[furthest]!;
  for (const candidate of candidates(kth, limit)) {
    const value = snap(candidate, inward);
    if (inward * (value - limit) > 0) continue;
    const rows = rowsOf(runs, value);
    if (rows === 0 || rows >= k) return value;
  }
  return betweenValues(kth, runs.values[place + inward]);
}

/** Where every value of the grid is held by a few rows: off the grid, so that the bound is none of them. */
function betweenValues(kth: number, next: number | undefined): number {
  if (next === undefined) return kth;
  const middle = kth + (next - kth) / 2;
  for (let digits = 1; digits <= 17; digits++) {
    const value = Number(middle.toPrecision(digits));
    if (value > Math.min(kth, next) && value < Math.max(kth, next)) return value;
  }
  return middle;
}

/** The median to as few digits as keep it within the values and off those of single rows. */
function middleOf(runs: ValueRuns, rule: RangeRule): number {
  const { k, snap = (v: number) => v } = rule;
  const median = runs.values[kthPlace(runs, Math.ceil(runs.total / 2), "low")]!;
  const low = runs.values[0]!;
  const high = runs.values.at(-1)!;
  for (let digits = 1; digits <= 17; digits++) {
    const value = snap(Number(median.toPrecision(digits)), 1);
    const rows = rowsOf(runs, value);
    if (value >= low && value <= high && (rows === 0 || rows >= k)) return value;
  }
  return low + (high - low) / 2;
}
