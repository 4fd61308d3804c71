import type { ModelTable } from "../../transform/modelTable.ts";
import { codesOf, numbersOf } from "./latents.ts";

/**
 * The order in which the categories of each discrete column lie along its latent: by the mean, over the rows of each
 * category, of one score per row that agrees best with all columns at once (the first dimension of homogeneity
 * analysis: Gifi, "Nonlinear Multivariate Analysis", 1990, with numbers entering by rank), the target counting as much
 * as all the others together. Missing is a category. Codes from lowest to highest; undefined for continuous columns.
 */
export function categoryOrders(data: ModelTable, target: string | undefined): (Int32Array | undefined)[] {
  const { columns, table } = data;
  const n = table.rows;
  const codes = columns.map((meta) => (meta.kind === "discrete" ? codesOf(table, meta) : null));
  const ranks = columns.map((meta) =>
    meta.kind === "continuous" ? rankScores(numbersOf(table, meta.name)) : null,
  );
  const others = Math.max(1, columns.length - 1);
  let score = firstScore(codes, ranks, n);
  for (let iteration = 0; iteration < 12; iteration++) {
    const next = new Float64Array(n);
    columns.forEach((meta, c) => {
      const weight = meta.name === target ? others : 1;
      if (codes[c] !== null) addMeans(next, codes[c]!, categoryMeans(codes[c]!, score, sizeOf(meta)), weight);
      else addProjection(next, ranks[c]!, score, weight);
    });
    score = standardize(next);
  }
  return columns.map((meta, c) => {
    if (meta.kind !== "discrete") return undefined;
    const means = categoryMeans(codes[c]!, score, sizeOf(meta));
    return Int32Array.from(means.keys()).sort((a, b) => means[a]! - means[b]! || a - b);
  });
}

function sizeOf(
  meta: { readonly kind: string; readonly missing: boolean } & ModelTable["columns"][number],
): number {
  return meta.kind === "discrete" ? meta.categories.length + (meta.missing ? 1 : 0) : 0;
}

/** Any score that is no constant and treats rows alike: the sum of what the columns give in code or rank order. */
function firstScore(
  codes: readonly (Int32Array | null)[],
  ranks: readonly (Float64Array | null)[],
  n: number,
): Float64Array {
  const score = new Float64Array(n);
  codes.forEach((code, c) => {
    const column = standardize(code === null ? ranks[c]!.slice() : Float64Array.from(code));
    for (let i = 0; i < n; i++) score[i]! += column[i]! / (c + 1);
  });
  return standardize(score);
}

function categoryMeans(codes: Int32Array, score: Float64Array, size: number): Float64Array {
  const sums = new Float64Array(size);
  const counts = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) {
    sums[codes[i]!]! += score[i]!;
    counts[codes[i]!]!++;
  }
  return sums.map((s, c) => s / (counts[c]! + 1));
}

function addMeans(into: Float64Array, codes: Int32Array, means: Float64Array, weight: number): void {
  for (let i = 0; i < into.length; i++) into[i]! += weight * means[codes[i]!]!;
}

function addProjection(into: Float64Array, ranks: Float64Array, score: Float64Array, weight: number): void {
  let product = 0;
  for (let i = 0; i < ranks.length; i++) product += ranks[i]! * score[i]!;
  const loading = (weight * product) / Math.max(1, ranks.length);
  for (let i = 0; i < ranks.length; i++) into[i]! += loading * ranks[i]!;
}

/** Mid-ranks with mean 0 and variance 1; 0 where missing. */
function rankScores(values: Float64Array): Float64Array {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort();
  const middles = new Map<number, number>();
  for (let i = 0; i < sorted.length; ) {
    let j = i + 1;
    while (j < sorted.length && sorted[j] === sorted[i]) j++;
    middles.set(sorted[i]!, (i + j) / 2);
    i = j;
  }
  const center = sorted.length / 2;
  return standardize(values.map((v) => (Number.isNaN(v) ? 0 : middles.get(v)! - center)));
}

function standardize(values: Float64Array): Float64Array {
  let sum = 0;
  for (const v of values) sum += v;
  const mean = sum / values.length;
  let squares = 0;
  for (const v of values) squares += (v - mean) ** 2;
  const std = Math.sqrt(squares / values.length);
  return values.map((v) => (std > 0 ? (v - mean) / std : 0));
}
