import type { WrittenSum } from "../../../transform/modelTable.ts";
import type { Codebook } from "../tokens/codebook.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import { quantileEdges } from "./quantileEdges.ts";
import { type SumFeature, tokenParts } from "./ratioFeatures.ts";

const maxSums = 64;

/** The numbers that rules restore, as sums of numeric columns in bins of equal count in some rows. */
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
    .slice(0, maxSums)
    .map((sum) => ({ ...sum, edges: quantileEdges(sumsOf(books, sum, tokens)) }));
}

function sumsOf(
  books: readonly Codebook[],
  sum: Pick<SumFeature, "terms" | "isProduct">,
  tokens: TokenColumns,
): Float64Array {
  const out = new Float64Array(tokens[0]?.length ?? 0);
  tokenParts(books, sum).forEach((parts, p) => {
    const column = tokens[sum.terms[p]![0]]!;
    for (let i = 0; i < out.length; i++) out[i]! += column[i]! < 0 ? Number.NaN : parts[column[i]!]!;
  });
  return out;
}
