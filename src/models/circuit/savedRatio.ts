import { z } from "zod";
import { DamagedPart } from "../saved/damagedPart.ts";
import { finites } from "../saved/savedJson.ts";
import type { DensityRatio } from "./refine/densityRatio.ts";
import { readSums, savedSumsSchema, saveSums } from "./savedSums.ts";
import { readTree, savedTreeSchema, saveTree, splitsWithin } from "./savedTree.ts";
import type { Codebook } from "./tokens/codebook.ts";

/** Of candidates per row kept; a fit takes fewer. */
const maxCandidates = 16;

/** How many rows are drawn for one kept, and what brings the shares of tokens back, as JSON. */
export const savedSelectionSchema = z
  .strictObject({
    candidates: z.number().min(1).max(maxCandidates),
    offsets: z.array(finites).readonly(),
  })
  .readonly();

/** A density ratio as JSON. */
export const savedRatioSchema = z
  .strictObject({
    ...savedSelectionSchema.unwrap().shape,
    sums: savedSumsSchema.exactOptional(),
    trees: z.array(savedTreeSchema).readonly(),
  })
  .readonly();

export type SavedSelection = z.output<typeof savedSelectionSchema>;
export type SavedRatio = z.output<typeof savedRatioSchema>;

export function saveSelection({ candidates, offsets }: DensityRatio): SavedSelection {
  return { candidates, offsets: offsets.map((o) => [...o]) };
}

export function saveRatio(ratio: DensityRatio): SavedRatio {
  return { ...saveSelection(ratio), ...saveSums(ratio.sums), trees: ratio.trees.map(saveTree) };
}

/** @throws DamagedPart when it is not one of such columns */
export function readSelection(
  saved: SavedSelection,
  books: readonly Codebook[],
): Pick<DensityRatio, "candidates" | "offsets"> {
  if (!fitsColumns(saved.offsets, books))
    throw new DamagedPart("model.json", "ratio: it does not fit the columns");
  return { candidates: saved.candidates, offsets: saved.offsets.map((o) => Float64Array.from(o)) };
}

/** @throws DamagedPart when it is not one of such columns */
export function readRatio(saved: SavedRatio, books: readonly Codebook[]): DensityRatio {
  const sums = readSums(saved.sums ?? [], books);
  if (!saved.trees.every((t) => splitsWithin(t, books.length + sums.length)))
    throw new DamagedPart("model.json", "ratio: it does not fit the columns");
  return { ...readSelection(saved, books), pairs: [], sums, trees: saved.trees.map(readTree) };
}

/** Whether there is one number for every token of every column. */
export function fitsColumns(lists: readonly (readonly number[])[], books: readonly Codebook[]): boolean {
  return lists.length === books.length && lists.every((list, j) => list.length === books[j]!.size);
}
