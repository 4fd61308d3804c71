import { kOf } from "../../table/protection/kOf.ts";
import type { Marginal } from "./marginal.ts";

/**
 * Atoms (values that many rows have) and stretches (about a thousandth of the rows each, uniform within), ascending.
 * Nothing in it is the value of fewer than `kOf(rows)` rows: the ends of stretches are means of
 * several values or midpoints between neighbors, and no stretch spans a gap in the data.
 */
export interface EmpiricalMarginal extends Marginal {
  readonly kind: "empirical";
  /** `lows[b] === highs[b]` for an atom. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** One more than bins: P(X below bin b) … 1. */
  readonly cumulative: Float64Array;
  /** Bin whose u-interval holds u. */
  binAt(u: number): number;
  /** Bin of a value of the data: the nearest one. */
  binOf(x: number): number;
}

const resolution = 1000;

interface Bins {
  readonly lows: number[];
  readonly highs: number[];
  readonly counts: number[];
}

/** Ends of a column's range that may be told; the outermost stretches reach to them. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

const unknownRange: ValueRange = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };

/** Fits to the values that are not NaN, all within `range`; an atom at 0 when there is none. */
export function fitEmpirical(values: Float64Array, range: ValueRange = unknownRange): EmpiricalMarginal {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort();
  const n = sorted.length;
  if (n === 0) return empiricalMarginal(Float64Array.of(0), Float64Array.of(0), Float64Array.of(0, 1));
  const least = Math.min(kOf(n), n);
  let distinct = 0;
  for (let i = 0; i < n; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  const atomRows = distinct <= resolution ? least : Math.max(least, n / resolution);
  const bins: Bins = { lows: [], highs: [], counts: [] };
  let runStart = 0;
  for (let i = 0; i < n; ) {
    let j = i + 1;
    while (j < n && sorted[j] === sorted[i]) j++;
    if (j - i >= atomRows) {
      addRun(bins, sorted, { start: runStart, end: i }, { least, range });
      push(bins, sorted[i]!, sorted[i]!, j - i);
      runStart = j;
    }
    i = j;
  }
  addRun(bins, sorted, { start: runStart, end: n }, { least, range });
  const cumulative = [0];
  for (const count of bins.counts) cumulative.push(cumulative.at(-1)! + count);
  return empiricalMarginal(
    Float64Array.from(bins.lows),
    Float64Array.from(bins.highs),
    Float64Array.from(cumulative, (c) => c / n),
  );
}

/** @param cumulative one more than bins */
export function empiricalMarginal(
  lows: Float64Array,
  highs: Float64Array,
  cumulative: Float64Array,
): EmpiricalMarginal {
  const last = lows.length - 1;
  const binOf = (x: number) => {
    const b = Math.max(0, lastAtMost(lows, x));
    const nearer = b < last && x > highs[b]! && lows[b + 1]! - x < x - highs[b]!;
    return nearer ? b + 1 : b;
  };
  const share = (b: number, t: number) => cumulative[b]! + t * (cumulative[b + 1]! - cumulative[b]!);
  const below = (x: number, atomCounts: boolean) => {
    const b = lastAtMost(lows, x);
    if (b < 0) return 0;
    const low = lows[b]!;
    const high = highs[b]!;
    if (x > high) return cumulative[b + 1]!;
    if (low === high) return atomCounts ? cumulative[b + 1]! : cumulative[b]!;
    return share(b, (x - low) / (high - low));
  };
  const binAt = (u: number) => Math.min(last, Math.max(0, lastAtMost(cumulative, u)));
  return {
    kind: "empirical",
    lows,
    highs,
    cumulative,
    binAt,
    binOf,
    cdf: (x) => below(x, true),
    cdfBelow: (x) => below(x, false),
    quantile(u) {
      const b = binAt(u);
      const from = cumulative[b]!;
      const t = Math.min(1, Math.max(0, (u - from) / (cumulative[b + 1]! - from)));
      return lows[b]! + t * (highs[b]! - lows[b]!);
    },
    save: () => ({
      kind: "empirical",
      lows: [...lows],
      highs: [...highs],
      cumulative: [...cumulative],
    }),
  };
}

/** Stretches for the sorted values start … end − 1; too few of them join the nearest bin. */
function addRun(
  bins: Bins,
  sorted: Float64Array,
  { start, end }: { readonly start: number; readonly end: number },
  { least, range }: { readonly least: number; readonly range: ValueRange },
): void {
  const n = sorted.length;
  const m = end - start;
  if (m === 0) return;
  if (m < least) {
    if (bins.counts.length > 0) bins.counts[bins.counts.length - 1]! += m;
    else if (end < n) push(bins, sorted[end]!, sorted[end]!, m);
    return;
  }
  const rows = Math.max(2 * least, n / resolution);
  const tails = m >= 4 * least;
  let from = start;
  while (from < end) {
    let to = Math.min(end, Math.ceil(from + rows));
    if (tails && from === 0) to = least;
    else if (tails && end === n && from < n - least) to = Math.min(to, n - least);
    else if (end - to < rows) to = end;
    while (to < end && sorted[to] === sorted[to - 1]) to++;
    const edge = Math.max(1, Math.min(least, Math.floor((to - from) / 2)));
    const reach = (4 * (sorted[to - 1]! - sorted[from]!)) / Math.max(1, to - from - 1);
    const joinsBelow = from > start && sorted[from]! - sorted[from - 1]! <= reach;
    const joinsAbove = to < end && sorted[to]! - sorted[to - 1]! <= reach;
    let low = joinsBelow ? (sorted[from]! + sorted[from - 1]!) / 2 : mean(sorted, from, from + edge);
    let high = joinsAbove ? (sorted[to]! + sorted[to - 1]!) / 2 : mean(sorted, to - edge, to);
    if (from === 0) low = Math.min(low, range.min);
    if (to === n) high = Math.max(high, range.max);
    const previous = bins.highs.at(-1) ?? Number.NEGATIVE_INFINITY;
    const first = Math.max(from === 0 ? low : anonymous(low, sorted, least), previous);
    push(bins, first, Math.max(to === n ? high : anonymous(high, sorted, least), first), to - from);
    from = to;
  }
}

/** An edge that happens to be a value few rows have moves a little towards the next higher value. */
function anonymous(edge: number, sorted: Float64Array, least: number): number {
  const after = lastAtMost(sorted, edge) + 1;
  const same = after > 0 && sorted[after - 1] === edge;
  if (least === 1 || !same || after >= sorted.length) return edge;
  if (after >= least && sorted[after - least] === edge) return edge;
  return edge + 0.3 * (sorted[after]! - edge);
}

function push(bins: Bins, low: number, high: number, count: number): void {
  const last = bins.lows.length - 1;
  if (last >= 0 && bins.lows[last] === low && bins.highs[last] === high) {
    bins.counts[last]! += count;
    return;
  }
  bins.lows.push(low);
  bins.highs.push(high);
  bins.counts.push(count);
}

function mean(sorted: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += sorted[i]! - sorted[from]!;
  return sorted[from]! + sum / (to - from);
}

/** Last index of an ascending array whose entry is ≤ x; −1 when none is. */
function lastAtMost(ascending: Float64Array, x: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (ascending[mid]! <= x) low = mid + 1;
    else high = mid;
  }
  return low - 1;
}
