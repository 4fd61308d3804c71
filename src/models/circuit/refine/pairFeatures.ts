import type { Codebook } from "../tokens/codebook.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import { type PairFeature, tokenMiddles } from "./ratioFeatures.ts";

const maxPairs = 24;
const quantiles = 100;
const minTokens = 5;
/** Rows whose tokens say which columns are alike. */
const comparedRows = 10_000;
/** Columns whose spreads differ by more than this factor are brought to the same one. */
const maxSpreadRatio = 3;

/** The differences of the numeric columns whose tokens go together most: as many as there are such columns, at most 24. */
export function fitPairs(books: readonly Codebook[], tokens: TokenColumns): PairFeature[] {
  const numeric = books.flatMap((book, j) => (book.kind === "number" && book.size >= minTokens ? [j] : []));
  const known = new Map(numeric.map((j) => [j, knownTokens(books[j]!, tokens[j]!)]));
  const scored: { first: number; second: number; correlation: number }[] = [];
  numeric.forEach((first, p) => {
    for (const second of numeric.slice(0, p))
      scored.push({ first, second, correlation: correlation(known.get(first)!, known.get(second)!) });
  });
  scored.sort((x, y) => y.correlation - x.correlation || x.first - y.first || x.second - y.second);
  return scored
    .slice(0, Math.min(maxPairs, numeric.length))
    .map(({ first, second }) => fitPair(books, tokens, first, second));
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

function fitPair(
  books: readonly Codebook[],
  tokens: TokenColumns,
  first: number,
  second: number,
): PairFeature {
  const a = tokenMiddles(books[first]!);
  const b = tokenMiddles(books[second]!);
  const spreads = [spread(a, tokens[first]!), spread(b, tokens[second]!)] as const;
  const ratio = spreads[0] / spreads[1];
  const alike = ratio <= maxSpreadRatio && ratio >= 1 / maxSpreadRatio;
  const scales: [number, number] = alike ? [1, 1] : [1 / spreads[0], 1 / spreads[1]];
  const differences = new Float64Array(tokens[first]!.length);
  let known = 0;
  for (let i = 0; i < differences.length; i++) {
    const [s, t] = [tokens[first]![i]!, tokens[second]![i]!];
    const x = s < 0 || t < 0 ? Number.NaN : a[s]! * scales[0] - b[t]! * scales[1];
    if (!Number.isNaN(x)) differences[known++] = x;
  }
  const sorted = differences.subarray(0, known).sort();
  const edges: number[] = [];
  for (let q = 1; q < quantiles && known > 0; q++) {
    const x = sorted[Math.floor((q / quantiles) * known)]!;
    if (edges.length === 0 || x > edges.at(-1)!) edges.push(x);
  }
  return { first, second, scales, edges: Float64Array.from(edges) };
}

/** Distance of the 15 % and 85 % quantiles of a column, by its tokens' middles. */
function spread(middles: Float64Array, tokens: Int32Array): number {
  const values = Float64Array.from(tokens, (t) => (t < 0 ? Number.NaN : middles[t]!)).filter(
    (x) => !Number.isNaN(x),
  );
  if (values.length === 0) return 1;
  values.sort();
  return Math.max(
    1e-9,
    values[Math.floor(0.85 * values.length)]! - values[Math.floor(0.15 * values.length)]!,
  );
}
