import { z } from "zod";
import type { ModelColumn } from "../../transform/modelTable.ts";
import { DamagedPart } from "../saved/damagedPart.ts";
import { finites, must, share } from "../saved/savedJson.ts";
import type { Codebook } from "./tokens/codebook.ts";
import type { NumberTokens } from "./tokens/numberTokens.ts";

const tokensSchema = z
  .strictObject({
    grid: z.number().min(0).max(1),
    /** Without the last one: JSON has no Infinity, and the last cut is always that. */
    cuts: finites,
    share: z.array(share).min(1).readonly(),
    atom: z.array(z.union([z.literal(0), z.literal(1)])).readonly(),
    first: z.array(z.int().min(0)).readonly(),
    lo: finites,
    hi: finites,
    level: z.array(share).readonly(),
  })
  .readonly()
  .check(must(tokenProblem));

type SavedTokens = z.output<typeof tokensSchema>;

/** A codebook as JSON. */
export const savedBookSchema = z
  .strictObject({ missing: z.int().min(-1), tokens: tokensSchema.exactOptional() })
  .readonly();

export type SavedBook = z.output<typeof savedBookSchema>;

export function saveBook(book: Codebook): SavedBook {
  const { missing } = book;
  return book.kind === "number" ? { missing, tokens: saveTokens(book.tokens) } : { missing };
}

/** Codebooks of the columns. @throws DamagedPart when they are not those of such columns */
export function readBooks(columns: readonly ModelColumn[], saved: readonly SavedBook[]): Codebook[] {
  if (saved.length !== columns.length)
    throw new DamagedPart("model.json", `${saved.length} codebooks for ${columns.length} columns`);
  return columns.map((column, j) => readBook(column, saved[j]!));
}

function readBook(column: ModelColumn, { missing, tokens }: SavedBook): Codebook {
  const known = column.kind === "discrete" ? column.categories.length : (tokens?.share.length ?? 0);
  if ((column.kind === "discrete") === (tokens !== undefined) || (missing >= 0 && missing !== known))
    throw new DamagedPart("model.json", `the codebook of column ${column.name} does not fit the column`);
  const size = known + (missing >= 0 ? 1 : 0);
  if (column.kind === "discrete") return { kind: "category", column, missing, size };
  return { kind: "number", column, missing, size, tokens: readTokens(tokens!) };
}

function tokenProblem({ cuts, share: shares, atom, first, lo, hi, level }: SavedTokens): string | undefined {
  const count = shares.length;
  if (cuts.length !== count - 1 || atom.length !== count || first.length !== count + 1)
    return "lists of different lengths";
  if (lo.length !== hi.length || lo.length !== level.length || first[0] !== 0 || first[count] !== lo.length)
    return "segments of different lengths";
  if (cuts.some((x, t) => t > 0 && x < cuts[t - 1]!)) return "cuts that decrease";
  if (first.some((s, t) => t > 0 && s <= first[t - 1]!)) return "a token without a segment";
  if (lo.some((x, s) => x > hi[s]!)) return "a segment whose lower bound exceeds its upper one";
  const starts = new Set(first);
  if (level.some((x, s) => (starts.has(s) ? x !== 0 : x < level[s - 1]!))) return "levels that decrease";
  return Math.abs(shares.reduce((a, b) => a + b, 0) - 1) > 1e-6 ? "shares that do not sum to 1" : undefined;
}

function saveTokens(t: NumberTokens): SavedTokens {
  return {
    grid: t.grid,
    cuts: [...t.cuts.subarray(0, t.count - 1)],
    share: [...t.share],
    atom: Array.from(t.atom, (a) => (a === 0 ? 0 : 1)),
    first: [...t.first],
    lo: [...t.lo],
    hi: [...t.hi],
    level: [...t.level],
  };
}

function readTokens(saved: SavedTokens): NumberTokens {
  return {
    grid: saved.grid,
    count: saved.share.length,
    cuts: Float64Array.from([...saved.cuts, Number.POSITIVE_INFINITY]),
    share: Float64Array.from(saved.share),
    atom: Uint8Array.from(saved.atom),
    first: Int32Array.from(saved.first),
    lo: Float64Array.from(saved.lo),
    hi: Float64Array.from(saved.hi),
    level: Float64Array.from(saved.level),
  };
}
