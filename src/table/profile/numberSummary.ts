export interface NumberSummary {
  readonly missing: number;
  readonly cardinality: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Of the sample (n − 1); 0 for a single value. */
  readonly std: number | null;
  /** At `quantileLevels`. */
  readonly quantiles: readonly number[] | null;
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] } | null;
  /** Most frequent values, ties by value. */
  readonly top: readonly { readonly value: number; readonly count: number }[];
  readonly whole: boolean;
}

/** Levels of `ColumnProfile.quantiles`; linear interpolation between order statistics (NumPy's default). */
export const quantileLevels: readonly number[] = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

const maxBins = 20;
const maxTop = 10;

/** Summary of values where NaN is missing: one sort, then runs of equal values. */
export function summarizeNumbers(values: Float64Array): NumberSummary {
  const sorted = values.slice().sort();
  let n = sorted.length;
  while (n > 0 && Number.isNaN(sorted[n - 1]!)) n--;
  const missing = sorted.length - n;
  if (n === 0)
    return {
      missing,
      cardinality: 0,
      min: null,
      max: null,
      mean: null,
      std: null,
      quantiles: null,
      histogram: null,
      top: [],
      whole: false,
    };
  const min = sorted[0]!;
  const max = sorted[n - 1]!;
  const { mean, std } = moments(sorted, n);
  const runs = runsOf(sorted, n);
  return {
    missing,
    cardinality: runs.cardinality,
    min,
    max,
    mean,
    std,
    quantiles: quantileLevels.map((p) => quantile(sorted, n, p)),
    histogram: histogram(sorted, n, runs.whole, runs.cardinality),
    top: runs.top,
    whole: runs.whole,
  };
}

function moments(sorted: Float64Array, n: number): { mean: number; std: number } {
  const shift = sorted[n >> 1]!;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += sorted[i]! - shift;
  const mean = shift + sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const d = sorted[i]! - mean;
    squares += d * d;
  }
  return { mean, std: n > 1 ? Math.sqrt(squares / (n - 1)) : 0 };
}

function runsOf(
  sorted: Float64Array,
  n: number,
): { cardinality: number; whole: boolean; top: { value: number; count: number }[] } {
  const top: { value: number; count: number }[] = [];
  let cardinality = 0;
  let whole = true;
  for (let i = 0; i < n; ) {
    const value = sorted[i]!;
    let end = i + 1;
    while (end < n && sorted[end] === value) end++;
    cardinality++;
    if (whole && !Number.isInteger(value)) whole = false;
    if (top.length < maxTop || end - i > top[maxTop - 1]!.count) insertTop(top, { value, count: end - i });
    i = end;
  }
  return { cardinality, whole, top };
}

/** Keeps `top` the most frequent, in descending order; equal counts stay in order of arrival. */
export function insertTop<T extends { readonly count: number }>(top: T[], entry: T): void {
  if (top.length === maxTop && top[maxTop - 1]!.count >= entry.count) return;
  let at = top.length;
  while (at > 0 && top[at - 1]!.count < entry.count) at--;
  top.splice(at, 0, entry);
  if (top.length > maxTop) top.pop();
}

function quantile(sorted: Float64Array, n: number, p: number): number {
  const place = p * (n - 1);
  const below = Math.floor(place);
  const a = sorted[below]!;
  const b = sorted[Math.min(below + 1, n - 1)]!;
  return a + (b - a) * (place - below);
}

/** Whole numbers of a short range get bins of whole width, one value each as far as possible. */
function histogram(
  sorted: Float64Array,
  n: number,
  whole: boolean,
  cardinality: number,
): { edges: number[]; counts: number[] } {
  const min = sorted[0]!;
  const max = sorted[n - 1]!;
  if (min === max) return { edges: [min, max], counts: [n] };
  const range = max - min;
  const bins = whole && range < maxBins ? range + 1 : Math.min(maxBins, Math.max(1, cardinality));
  const edges = Array.from({ length: bins + 1 }, (_, k) => (k === bins ? max : min + range * (k / bins)));
  const counts = new Array<number>(bins).fill(0);
  let bin = 0;
  for (let i = 0; i < n; i++) {
    while (bin < bins - 1 && sorted[i]! >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return { edges, counts };
}
