import type { WrittenSum } from "../../../transform/modelTable.ts";
import type { Codebook } from "../tokens/codebook.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import { quantileEdges } from "./quantileEdges.ts";
import { addedValue, type SumFeature, tokenMiddles, tokenParts } from "./ratioFeatures.ts";

const maxFeatures = 64;
/** Of a value: what sums of the same amounts may differ by. */
const rounding = 2 ** -30;

type Unfitted = Omit<SumFeature, "edges">;

/**
 * The numbers that rules restore; of a sum also what each part is of it (a tip of 20 % of the total) and what is left without the
 * part. In bins of equal count in some rows.
 */
export function fitSums(
  books: readonly Codebook[],
  written: readonly WrittenSum[],
  tokens: TokenColumns,
): SumFeature[] {
  const index = new Map(books.flatMap((book, j) => (book.kind === "number" ? [[book.column.name, j]] : [])));
  return written
    .map(({ terms, isProduct }) => ({
      terms: terms.map(([name, factor]) => [index.get(name) ?? -1, factor] as const),
      isProduct,
    }))
    .filter(({ terms }) => terms.every(([column]) => column >= 0))
    .flatMap((sum): Unfitted[] => (sum.isProduct ? [sum] : [sum, ...rates(sum), ...rests(sum)]))
    .slice(0, maxFeatures)
    .map((sum) => ({ ...sum, edges: edgesAbove(valuesOf(books, sum, tokens)) }));
}

/** Edges just above values: sums that differ by rounding alone, such as a rate of exactly 20 %, share a bin. */
function edgesAbove(values: Float64Array): Float64Array {
  return quantileEdges(values.map(aboveRounding));
}

function aboveRounding(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value === 0 ? rounding : value;
  const step = rounding * 2 ** Math.floor(Math.log2(Math.abs(value)));
  return (Math.floor(value / step + 0.5) + 0.5) * step;
}

/** What each part is of the sum. */
function rates(sum: Unfitted): Unfitted[] {
  return sum.terms.map(([part]) => ({ ...sum, part }));
}

/** What is left of the sum without each part. */
function rests(sum: Unfitted): Unfitted[] {
  if (sum.terms.length < 3) return [];
  return sum.terms.map(([part]) => ({ ...sum, terms: sum.terms.filter(([column]) => column !== part) }));
}

function valuesOf(books: readonly Codebook[], sum: Unfitted, tokens: TokenColumns): Float64Array {
  const { terms, part } = sum;
  const columns = terms.map(([column]) => tokens[column]!);
  const parts = tokenParts(books, sum);
  const place = terms.findIndex(([column]) => column === part);
  const rate = place < 0 ? undefined : { place, values: tokenMiddles(books[part!]!) };
  return Float64Array.from(tokens[0] ?? [], (_, i) =>
    columns.some((column) => column[i]! < 0) ? Number.NaN : addedValue({ parts, rate }, columns, i),
  );
}
