import type { Codebook } from "../tokens/codebook.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import { quantileEdges } from "./quantileEdges.ts";
import { binOf, type PairFeature, pairFeature, type RatioFeature, tokenMiddles } from "./ratioFeatures.ts";

const maxPairs = 24;
const minTokens = 5;
/** Rows whose tokens say which columns are alike, and how many pairs of such columns are looked at. */
const comparedRows = 10_000;
const comparedPairs = 300;
/** Columns whose spreads differ by more than this factor are brought to the same one. */
const maxSpreadRatio = 3;

/**
 * The differences and sums of two numeric columns that drawn rows get most wrong: as many as there are such columns, at most 24.
 * Among the pairs whose tokens go together most, those where the shares of the bins differ most between training rows and drawn
 * ones. A column that a rule restores from two others is such a sum.
 */
export function fitPairs(books: readonly Codebook[], real: TokenColumns, drawn: TokenColumns): PairFeature[] {
  const numeric = books.flatMap((book, j) => (book.kind === "number" && book.size >= minTokens ? [j] : []));
  const known = new Map(numeric.map((j) => [j, knownTokens(books[j]!, real[j]!)]));
  const scored: { readonly first: number; readonly second: number; readonly correlation: number }[] = [];
  numeric.forEach((first, p) => {
    for (const second of numeric.slice(0, p))
      scored.push({ first, second, correlation: correlation(known.get(first)!, known.get(second)!) });
  });
  scored.sort((x, y) => y.correlation - x.correlation || x.first - y.first || x.second - y.second);
  const [some, others] = [thinned(real), thinned(drawn)];
  const scales = books.map((book, j) => scaleOf(book, some[j]!));
  return scored
    .slice(0, comparedPairs)
    .flatMap(({ first, second }) => [
      { first, second, isSum: false },
      { first, second, isSum: true },
    ])
    .map((columns) => {
      const pair = fitPair(some, scales, columns);
      return { pair, columns, distance: distance(pairFeature(books, pair), some, others) };
    })
    .sort((x, y) => y.distance - x.distance)
    .slice(0, Math.min(maxPairs, numeric.length))
    .map(({ columns }) => fitPair(real, scales, columns));
}

/** Rows at equal steps, no more than are compared. */
function thinned(tokens: TokenColumns): TokenColumns {
  const step = Math.max(1, (tokens[0]?.length ?? 0) / comparedRows);
  return tokens.map((column) =>
    Int32Array.from({ length: Math.floor(column.length / step) }, (_, i) => column[Math.floor(i * step)]!),
  );
}

/** Total variation, times two, between the bins of a difference in two sets of rows. */
function distance(feature: RatioFeature, some: TokenColumns, others: TokenColumns): number {
  const shares = new Float64Array(feature.binner.bins + 1);
  for (const [tokens, sign] of [
    [some, 1],
    [others, -1],
  ] as const) {
    const rows = tokens[0]!.length;
    for (let i = 0; i < rows; i++) shares[binOf(feature, tokens, i)]! += sign / rows;
  }
  return shares.reduce((sum, x) => sum + Math.abs(x), 0);
}

function knownTokens(book: Codebook, tokens: Int32Array): Float64Array {
  const step = Math.max(1, tokens.length / comparedRows);
  return Float64Array.from({ length: Math.floor(tokens.length / step) }, (_, i) => {
    const t = tokens[Math.floor(i * step)]!;
    return t < 0 || t === book.missing ? Number.NaN : t;
  });
}

/** Absolute correlation over the rows in which both are present. */
function correlation(a: Float64Array, b: Float64Array): number {
  let n = 0;
  const sums = { a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n++;
    sums.a += x;
    sums.b += y;
    sums.aa += x * x;
    sums.bb += y * y;
    sums.ab += x * y;
  }
  if (n < 2) return 0;
  const variance = (sums.aa - sums.a ** 2 / n) * (sums.bb - sums.b ** 2 / n);
  return Math.abs(sums.ab - (sums.a * sums.b) / n) / Math.sqrt(variance + 1e-9);
}

/** Middles of the tokens of a column, and the distance of its 15 % and 85 % quantiles in some rows. */
interface Scale {
  readonly middles: Float64Array;
  readonly spread: number;
}

function scaleOf(book: Codebook, tokens: Int32Array): Scale {
  const middles = tokenMiddles(book);
  const values = Float64Array.from(tokens, (t) => (t < 0 ? Number.NaN : middles[t]!)).filter(
    (x) => !Number.isNaN(x),
  );
  if (values.length === 0) return { middles, spread: 1 };
  values.sort();
  const [low, high] = [0.15, 0.85].map((q) => values[Math.floor(q * values.length)]!);
  return { middles, spread: Math.max(1e-9, high! - low!) };
}

/** Two columns of which the sum is looked at, or the difference. */
interface ColumnPair {
  readonly first: number;
  readonly second: number;
  readonly isSum: boolean;
}

/** The difference or sum of two columns, its bins of equal count in some rows. */
function fitPair(
  tokens: TokenColumns,
  scales: readonly Scale[],
  { first, second, isSum }: ColumnPair,
): PairFeature {
  const [a, b] = [scales[first]!, scales[second]!];
  const ratio = a.spread / b.spread;
  const alike = ratio <= maxSpreadRatio && ratio >= 1 / maxSpreadRatio;
  const [own, other] = alike ? [1, 1] : [1 / a.spread, 1 / b.spread];
  const factors: [number, number] = [own!, isSum ? -other! : other!];
  const differences = new Float64Array(tokens[first]!.length);
  for (let i = 0; i < differences.length; i++) {
    const [s, t] = [tokens[first]![i]!, tokens[second]![i]!];
    differences[i] = s < 0 || t < 0 ? Number.NaN : a.middles[s]! * factors[0] - b.middles[t]! * factors[1];
  }
  return { first, second, scales: factors, edges: quantileEdges(differences) };
}
