import { z } from "zod";
import { DamagedPart } from "../saved/damagedPart.ts";
import { finites, share } from "../saved/savedJson.ts";
import type { DensityRatio } from "./refine/densityRatio.ts";
import { maxMaskedLeaves } from "./refine/leafMasks.ts";
import type { MoveSchedule } from "./refine/moves/moveSchedule.ts";
import { fitsColumns, readSelection, savedSelectionSchema, saveSelection } from "./savedRatio.ts";
import { isAscending, readSums, savedSumsSchema, saveSums } from "./savedSums.ts";
import { readTree, type SavedTree, savedTreeSchema, saveTree, splitsWithin } from "./savedTree.ts";
import type { Codebook } from "./tokens/codebook.ts";

const maxPairs = 1000;
const maxRounds = 64;

const pairSchema = z
  .strictObject({
    first: z.int().min(0),
    second: z.int().min(0),
    scales: z.tuple([z.number().positive(), z.number().refine((x) => x !== 0)]),
    edges: finites,
  })
  .readonly();

/** A schedule of moves as JSON, with what selects rows where there are too many to be moved: by the trees of the first round. */
export const savedMovesSchema = z
  .strictObject({
    pairs: z.array(pairSchema).max(maxPairs).readonly(),
    sums: savedSumsSchema.exactOptional(),
    rounds: z.array(z.array(savedTreeSchema).min(1).readonly()).min(1).max(maxRounds).readonly(),
    shares: z.array(z.array(share).readonly()).readonly(),
    /** Whether rows are selected in the first round; absent where they move in it too. */
    startsSelected: z.literal(true).exactOptional(),
    select: savedSelectionSchema,
  })
  .readonly();

type SavedMoves = z.output<typeof savedMovesSchema>;

/** Rows refined by moves, and the ratio that selects them where they are very many. */
export interface MovesAndSelection {
  readonly moves: MoveSchedule;
  readonly ratio: DensityRatio;
}

export function saveMoves({ moves, ratio }: MovesAndSelection): SavedMoves {
  return {
    pairs: moves.pairs.map(({ first, second, scales, edges }) => ({
      first,
      second,
      scales: [...scales],
      edges: [...edges],
    })),
    ...saveSums(moves.sums),
    rounds: moves.rounds.map((trees) => trees.map(saveTree)),
    shares: moves.shares.map((s) => [...s]),
    ...(moves.start !== undefined && { startsSelected: true as const }),
    select: saveSelection(ratio),
  };
}

/** @throws DamagedPart when it is not one of such columns */
export function readMoves(saved: SavedMoves, books: readonly Codebook[]): MovesAndSelection {
  const problem = problemOf(saved, books);
  if (problem !== undefined) throw new DamagedPart("model.json", `moves: ${problem}`);
  const pairs = saved.pairs.map(({ edges, ...pair }) => ({ ...pair, edges: Float64Array.from(edges) }));
  const sums = readSums(saved.sums ?? [], books);
  const rounds = saved.rounds.map((trees) => trees.map(readTree));
  const shares = saved.shares.map((s) => Float64Array.from(s));
  const ratio = { ...readSelection(saved.select, books), pairs, sums, trees: rounds[0]! };
  return { moves: { pairs, sums, rounds, shares, start: saved.startsSelected && ratio }, ratio };
}

function problemOf(
  { pairs, sums = [], rounds, shares }: SavedMoves,
  books: readonly Codebook[],
): string | undefined {
  const isNumber = (j: number): boolean => books[j]?.kind === "number";
  if (!pairs.every((p) => isNumber(p.first) && isNumber(p.second) && p.first !== p.second))
    return "a pair of columns that are not numeric";
  if (!pairs.every(({ edges }) => isAscending(edges))) return "bins of a pair that are out of order";
  if (!fitsColumns(shares, books)) return "shares that do not fit the columns";
  const trees = rounds.flat();
  if (!trees.every((t) => splitsWithin(t, books.length + pairs.length + sums.length)))
    return "trees that do not fit the columns";
  return trees.some((t) => leaves(t) > maxMaskedLeaves) ? "a tree of too many leaves" : undefined;
}

function leaves({ left }: SavedTree): number {
  return left.filter((child) => child < 0).length;
}
