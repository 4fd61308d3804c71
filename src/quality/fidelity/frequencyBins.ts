import { type Coded, codeArray } from "../../numerics/contingency.ts";
import type { Column } from "../../table/table.ts";

/**
 * The binning of mostlyai-qa (Tiwald et al., arXiv 2504.01908): at most ten equal-frequency bins for numbers and datetimes, the ten
 * most frequent categories seen at least five times for the rest; missing has a bin of its own, other categories share one.
 * Fitted on the original rows, applied to any other table.
 */
export type FrequencyBins =
  | { readonly kind: "edges"; readonly edges: readonly number[] }
  | { readonly kind: "categories"; readonly binOf: Int32Array; readonly bins: number };

/** @param sorted present values of all original rows, ascending */
export function fitNumericBins(sorted: Float64Array, datetime: boolean): FrequencyBins {
  if (sorted.length === 0) return { kind: "edges", edges: [] };
  const distinct = firstDistinct(sorted, binCount + 1);
  const fewEnough = datetime ? distinct.length === 1 : distinct.length <= binCount;
  const breaks = fewEnough
    ? [...distinct, distinct[distinct.length - 1]! + (datetime ? dayMilliseconds : 1)]
    : searchBreaks(sorted);
  return { kind: "edges", edges: datetime ? breaks : floorToCoarsest(breaks) };
}

/** @param columns the original tables' columns, on one dictionary */
export function fitCategoryBins(columns: readonly Extract<Column, { kind: "string" }>[]): FrequencyBins {
  const size = columns[0]!.dictionary.length;
  const counts = new Uint32Array(size);
  let missing = 0;
  for (const column of columns)
    for (let i = 0; i < column.codes.length; i++) {
      const code = column.codes[i]!;
      if (code < 0) missing++;
      else counts[code]!++;
    }
  const order = Array.from(counts, (_, code) => code)
    .filter((code) => counts[code]! >= rareCount)
    .sort((a, b) => counts[b]! - counts[a]! || a - b);
  // missing takes one of the ten places when it is frequent enough
  const missingRank = missing >= rareCount ? order.findIndex((code) => counts[code]! < missing) : -1;
  const places =
    missing >= rareCount && (missingRank >= 0 ? missingRank < binCount : order.length < binCount)
      ? binCount - 1
      : binCount;
  const kept = order.slice(0, places);
  const binOf = new Int32Array(size).fill(kept.length);
  kept.forEach((code, bin) => {
    binOf[code] = bin;
  });
  return { kind: "categories", binOf, bins: kept.length + 2 };
}

/** Code per row; the last code is missing. */
export function applyBins(bins: FrequencyBins, column: Column): Coded {
  if (bins.kind === "categories") {
    if (column.kind !== "string")
      throw new TypeError(`column ${column.name} is ${column.kind}, expected string`);
    const codes = codeArray(column.codes.length, bins.bins);
    for (let i = 0; i < codes.length; i++) {
      const code = column.codes[i]!;
      codes[i] = code < 0 ? bins.bins - 1 : bins.binOf[code]!;
    }
    return { codes, cardinality: bins.bins };
  }
  if (column.kind === "string") throw new TypeError(`column ${column.name} is text, expected numbers`);
  const inner = Math.max(bins.edges.length - 1, 1);
  const codes = codeArray(column.values.length, inner + 1);
  for (let i = 0; i < codes.length; i++) {
    const v = column.values[i]!;
    codes[i] = Number.isNaN(v) ? inner : binIndex(bins.edges, inner, v);
  }
  return { codes, cardinality: inner + 1 };
}

const binCount = 10;
const rareCount = 5;
const dayMilliseconds = 86_400_000;

/** Right-open bins; values outside are clipped into the first or last. */
function binIndex(edges: readonly number[], inner: number, v: number): number {
  let bin = 0;
  while (bin + 1 < inner && v >= edges[bin + 1]!) bin++;
  return bin;
}

function firstDistinct(sorted: Float64Array, limit: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < sorted.length && out.length < limit; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) out.push(sorted[i]!);
  return out;
}

/** The fewest evenly spaced order statistics (10 … 1000) that hold eleven distinct values. */
function searchBreaks(sorted: Float64Array): number[] {
  const n = sorted.length;
  const last = Math.max(binCount + 1, Math.min(1000, n + 1));
  let breaks: number[] = [];
  for (let points = binCount; points < last; points++) {
    breaks = [];
    const step = (n - 1) / (points - 1);
    for (let i = 0; i < points; i++) {
      const v = sorted[i === points - 1 ? n - 1 : Math.floor(i * step)]!;
      if (breaks.length === 0 || v !== breaks[breaks.length - 1]) breaks.push(v);
    }
    if (breaks.length >= binCount + 1) break;
  }
  return breaks;
}

/** Floors all edges but the last to the fewest decimals that keep every edge distinct. */
function floorToCoarsest(breaks: readonly number[]): number[] {
  for (let decimals = 0; decimals < 20; decimals++) {
    const unit = 10 ** decimals;
    const floored = breaks.map((b) => Math.floor(b * unit) / unit);
    if (new Set(floored).size === breaks.length) return [...floored.slice(0, -1), breaks[breaks.length - 1]!];
  }
  return [...breaks];
}
