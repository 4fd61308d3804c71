import type { BinnedTable, ColumnBinner } from "../../../learners/binning.ts";
import { lowerBound } from "../../../numerics/search.ts";
import type { Codebook } from "../tokens/codebook.ts";
import type { TokenColumns } from "../train/emEngine.ts";

/** What the trees of a ratio see of a row: the bin of one column's token, or of the difference of two numeric columns. */
export interface RatioFeature {
  readonly binner: ColumnBinner;
  readonly first: number;
  /** Second column of a difference; −1 where the feature is one column. */
  readonly second: number;
  /** Tokens of the second column; 1 where there is none. */
  readonly width: number;
  /** Bin of token a, at `a`; of tokens a and b, at `a * width + b`. */
  readonly map: Uint8Array;
}

/** The difference of two numeric columns, each times its scale, in bins; their sum where the second scale is negative. */
export interface PairFeature {
  readonly first: number;
  readonly second: number;
  /** 1 and ±1 where both columns have about the same spread: a difference or sum in their own unit. */
  readonly scales: readonly [number, number];
  /** Ascending; at most 99. */
  readonly edges: Float64Array;
}

const maxBins = 254;

/** The features of a ratio: every column, then every pair. */
export function ratioFeatures(books: readonly Codebook[], pairs: readonly PairFeature[]): RatioFeature[] {
  return [...books.map(columnFeature), ...pairs.map((pair) => pairFeature(books, pair))];
}

/** Neighboring numeric tokens share a bin where there are too many, rare categories do. */
function columnFeature(book: Codebook, j: number): RatioFeature {
  const present = book.missing >= 0 ? book.size - 1 : book.size;
  const bins = Math.max(1, Math.min(maxBins, present));
  const name = book.column.name;
  const binner: ColumnBinner =
    book.kind === "number"
      ? { kind: "numeric", name, bins, edges: new Float64Array(bins - 1) }
      : { kind: "categorical", name, bins, binOf: new Uint8Array() };
  const map = Uint8Array.from({ length: book.size }, (_, t) =>
    t === book.missing ? bins : present <= bins ? t : Math.floor((t * bins) / present),
  );
  return { binner, first: j, second: -1, width: 1, map };
}

/** The bins of a difference. */
export function pairFeature(
  books: readonly Codebook[],
  { first, second, scales, edges }: PairFeature,
): RatioFeature {
  const a = tokenMiddles(books[first]!);
  const b = tokenMiddles(books[second]!);
  const bins = edges.length + 1;
  const width = b.length;
  const map = new Uint8Array(a.length * width);
  for (let s = 0; s < a.length; s++)
    for (let t = 0; t < width; t++) {
      const x = a[s]! * scales[0] - b[t]! * scales[1];
      map[s * width + t] = Number.isNaN(x) ? bins : lowerBound(edges, x);
    }
  const sign = scales[1] < 0 ? "+" : "−";
  const name = `${books[first]!.column.name} ${sign} ${books[second]!.column.name}`;
  return { binner: { kind: "numeric", name, bins, edges }, first, second, width, map };
}

/** The middle of each token of a numeric column; NaN for the missing one. */
export function tokenMiddles(book: Codebook): Float64Array {
  if (book.kind !== "number") return new Float64Array(book.size).fill(Number.NaN);
  const { first, lo, hi } = book.tokens;
  return Float64Array.from({ length: book.size }, (_, t) =>
    t === book.missing ? Number.NaN : (lo[first[t]!]! + hi[first[t + 1]! - 1]!) / 2,
  );
}

/** Bins of rows given by tokens, feature after feature; an unknown token (−1) counts as missing. */
export function binByFeature(
  features: readonly RatioFeature[],
  tokens: TokenColumns,
  rows: Int32Array,
): BinnedTable {
  const n = rows.length;
  const bins = new Uint8Array(n * features.length);
  features.forEach((feature, f) => {
    for (let i = 0; i < n; i++) bins[f * n + i] = binOf(feature, tokens, rows[i]!);
  });
  return { rows: n, bins, columns: features.map((f) => f.binner) };
}

/** Bins of the rows from … to − 1, row after row. */
export function binByRow(
  features: readonly RatioFeature[],
  tokens: TokenColumns,
  { from, to }: { readonly from: number; readonly to: number },
  bins: Uint8Array,
): Uint8Array {
  const width = features.length;
  features.forEach((feature, f) => {
    for (let i = from; i < to; i++) bins[(i - from) * width + f] = binOf(feature, tokens, i);
  });
  return bins;
}

/** Bin of a row; an unknown token (−1) counts as missing. */
export function binOf(
  { first, second, width, map, binner }: RatioFeature,
  tokens: TokenColumns,
  i: number,
): number {
  const a = tokens[first]![i]!;
  const b = second < 0 ? 0 : tokens[second]![i]!;
  return a < 0 || b < 0 ? binner.bins : map[a * width + b]!;
}
