import type { BinnedTable, ColumnBinner } from "../../../learners/binning.ts";
import { lowerBound } from "../../../numerics/search.ts";
import type { Codebook } from "../tokens/codebook.ts";
import type { TokenColumns } from "../train/emEngine.ts";

/** What the trees of a ratio see of a row: the bin of one column's token, of the difference of two numeric columns, or of a sum. */
export type RatioFeature = MappedFeature | AddedFeature;

interface MappedFeature {
  readonly kind: "mapped";
  readonly binner: ColumnBinner;
  /** One column, or the two of a difference. */
  readonly columns: readonly [first: number] | readonly [first: number, second: number];
  /** Tokens of the second column; 1 where there is none. */
  readonly width: number;
  /** Bin of token a, at `a`; of tokens a and b, at `a * width + b`. */
  readonly map: Uint8Array;
}

interface AddedFeature {
  readonly kind: "added";
  readonly binner: ColumnBinner;
  readonly columns: readonly number[];
  /** What each token adds, column after column; NaN where it is missing. */
  readonly parts: readonly Float64Array[];
  /** Place among the columns, and values, of the one that is divided by the sum. */
  readonly rate: { readonly place: number; readonly values: Float64Array } | undefined;
  readonly edges: Float64Array;
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

/** A sum of columns, each times its factor, in bins; of the logarithms of their absolute values for a product. */
export interface SumFeature {
  /** In a product the factors are powers. */
  readonly terms: readonly (readonly [column: number, factor: number])[];
  readonly isProduct: boolean;
  /** One of the columns, which is divided by the sum: a rate. */
  readonly part?: number | undefined;
  /** Ascending; at most 99. */
  readonly edges: Float64Array;
}

/** What the trees of a ratio see beside the columns themselves. */
export interface CombinedColumns {
  readonly pairs: readonly PairFeature[];
  /** What rules make of columns in the written row. */
  readonly sums: readonly SumFeature[];
}

const maxBins = 254;
/** Smallest factor of a product that is told from zero. */
const tiny = 1e-6;

/** The features of a ratio: every column, then every pair, then every sum. */
export function ratioFeatures(books: readonly Codebook[], { pairs, sums }: CombinedColumns): RatioFeature[] {
  return [
    ...books.map(columnFeature),
    ...pairs.map((pair) => pairFeature(books, pair)),
    ...sums.map((sum) => sumFeature(books, sum)),
  ];
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
  return { kind: "mapped", binner, columns: [j], width: 1, map };
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
  return {
    kind: "mapped",
    binner: { kind: "numeric", name, bins, edges },
    columns: [first, second],
    width,
    map,
  };
}

function sumFeature(books: readonly Codebook[], { terms, isProduct, part, edges }: SumFeature): RatioFeature {
  const columns = terms.map(([column]) => column);
  const sum = columns.map((j) => books[j]!.column.name).join(isProduct ? " × " : " + ");
  const name = part === undefined ? sum : `${books[part]!.column.name} / (${sum})`;
  return {
    kind: "added",
    binner: { kind: "numeric", name, bins: edges.length + 1, edges },
    columns,
    parts: tokenParts(books, { terms, isProduct }),
    rate:
      part === undefined ? undefined : { place: columns.indexOf(part), values: tokenMiddles(books[part]!) },
    edges,
  };
}

/** What each token of the columns of a sum adds to it. */
export function tokenParts(
  books: readonly Codebook[],
  { terms, isProduct }: Pick<SumFeature, "terms" | "isProduct">,
): Float64Array[] {
  return terms.map(([column, factor]) =>
    tokenMiddles(books[column]!).map((x) => factor * (isProduct ? Math.log(Math.max(Math.abs(x), tiny)) : x)),
  );
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

/** The sum, or the rate, of row i; `columns` are the tokens of those of the feature. */
export function addedValue(
  { parts, rate }: Pick<AddedFeature, "parts" | "rate">,
  columns: readonly Int32Array[],
  i: number,
): number {
  let sum = 0;
  for (let p = 0; p < parts.length; p++) sum += parts[p]![columns[p]![i]!]!;
  return rate === undefined ? sum : rate.values[columns[rate.place]![i]!]! / sum;
}

/** Bin of a row; an unknown token (−1) counts as missing. */
export function binOf(feature: RatioFeature, tokens: TokenColumns, i: number): number {
  const { bins } = feature.binner;
  if (feature.kind === "added") {
    const columns = feature.columns.map((j) => tokens[j]!);
    const value = columns.some((column) => column[i]! < 0) ? Number.NaN : addedValue(feature, columns, i);
    return Number.isNaN(value) ? bins : lowerBound(feature.edges, value);
  }
  const [first, second] = feature.columns;
  const a = tokens[first]![i]!;
  const b = second === undefined ? 0 : tokens[second]![i]!;
  return a < 0 || b < 0 ? bins : feature.map[a * feature.width + b]!;
}
