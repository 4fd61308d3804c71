import { z } from "zod";
import { DamagedPart } from "../saved/damagedPart.ts";
import { finites } from "../saved/savedJson.ts";
import type { SumFeature } from "./refine/ratioFeatures.ts";
import type { Codebook } from "./tokens/codebook.ts";

const maxEdges = 253;
const maxSums = 1000;
const maxTerms = 64;

/** Sums of columns that the trees of a ratio see, as JSON. */
export const savedSumsSchema = z
  .array(
    z
      .strictObject({
        terms: z
          .array(z.tuple([z.int().min(0), z.number()]))
          .min(1)
          .max(maxTerms)
          .readonly(),
        isProduct: z.literal(true).exactOptional(),
        part: z.int().min(0).exactOptional(),
        edges: finites,
      })
      .readonly(),
  )
  .max(maxSums)
  .readonly();

export type SavedSums = z.output<typeof savedSumsSchema>;

/** Nothing where there is none, as in models of tables without rules. */
export function saveSums(sums: readonly SumFeature[]): { readonly sums?: SavedSums } {
  if (sums.length === 0) return {};
  return {
    sums: sums.map(({ terms, isProduct, part, edges }) => ({
      terms: terms.map(([column, factor]): [number, number] => [column, factor]),
      ...(isProduct && { isProduct }),
      ...(part !== undefined && { part }),
      edges: [...edges],
    })),
  };
}

/** @throws DamagedPart when they are not of such columns */
export function readSums(saved: SavedSums, books: readonly Codebook[]): SumFeature[] {
  for (const { terms, part, edges } of saved) {
    if (terms.some(([column]) => books[column]?.kind !== "number"))
      throw new DamagedPart("model.json", "sums: a sum of columns that are not numeric");
    if (part !== undefined && !terms.some(([column]) => column === part))
      throw new DamagedPart("model.json", "sums: a part that is not of its sum");
    if (!isAscending(edges)) throw new DamagedPart("model.json", "sums: bins of a sum that are out of order");
  }
  return saved.map(({ terms, isProduct = false, part, edges }) => ({
    terms,
    isProduct,
    part,
    edges: Float64Array.from(edges),
  }));
}

/** Whether they are edges of bins: each above the one before, and no more than a tree can tell apart. */
export function isAscending(edges: readonly number[]): boolean {
  return edges.length <= maxEdges && edges.every((x, e) => e === 0 || x > edges[e - 1]!);
}
