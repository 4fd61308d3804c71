import { lowerBound } from "../../numerics/search.ts";

/** Distinct values, ascending, with the rows that have each. NaN is left out. */
export interface ValueRuns {
  readonly values: Float64Array;
  readonly counts: Float64Array;
  /** Rows with any value. */
  readonly total: number;
}

export function findRuns(values: Float64Array): ValueRuns {
  const sorted = presentOf(values).sort();
  const distinct = new Float64Array(sorted.length);
  const counts = new Float64Array(sorted.length);
  let last = -1;
  for (let i = 0; i < sorted.length; i++) {
    const v = sorted[i]!;
    if (last < 0 || v !== distinct[last]) distinct[++last] = v;
    counts[last]!++;
  }
  return { values: distinct.slice(0, last + 1), counts: counts.slice(0, last + 1), total: sorted.length };
}

/** A copy without NaN. */
function presentOf(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (!Number.isNaN(v)) present[n++] = v;
  }
  return present.subarray(0, n);
}

/** The runs without those at some places. */
export function withoutRuns(runs: ValueRuns, places: ReadonlySet<number>): ValueRuns {
  if (places.size === 0) return runs;
  let total = runs.total;
  for (const place of places) total -= runs.counts[place]!;
  const keep = (_: number, place: number) => !places.has(place);
  return { values: runs.values.filter(keep), counts: runs.counts.filter(keep), total };
}

/** Place of the run that holds the k-th value from an end (1 = the extreme), not counting those at some places; −1 when there are fewer. */
export function kthPlace(
  runs: ValueRuns,
  k: number,
  end: "low" | "high",
  without: ReadonlySet<number> = none,
): number {
  const n = runs.values.length;
  let rows = 0;
  for (let i = 0; i < n; i++) {
    const place = end === "low" ? i : n - 1 - i;
    if (without.has(place)) continue;
    rows += runs.counts[place]!;
    if (rows >= k) return place;
  }
  return -1;
}

const none: ReadonlySet<number> = new Set();

/** Rows that hold exactly this value. */
export function rowsOf(runs: ValueRuns, value: number): number {
  const place = lowerBound(runs.values, value);
  return runs.values[place] === value ? runs.counts[place]! : 0;
}
