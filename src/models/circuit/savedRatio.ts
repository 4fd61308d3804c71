import { z } from "zod";
import { DamagedPart } from "../saved/damagedPart.ts";
import { finites, must } from "../saved/savedJson.ts";
import type { DensityRatio } from "./refine/densityRatio.ts";
import type { Codebook } from "./tokens/codebook.ts";

/** Of candidates per row kept; a fit takes far fewer. */
const maxCandidates = 16;
const whole = z.array(z.int()).readonly();

const treeSchema = z
  .strictObject({
    feature: whole,
    cut: whole,
    missingLeft: whole,
    set: whole,
    leftBins: z.array(z.int().min(0).max(0xffffffff)).readonly(),
    left: whole,
    right: whole,
    values: finites,
  })
  .readonly()
  .check(must(treeProblem));

type SavedTree = z.output<typeof treeSchema>;

/** A density ratio as JSON. */
export const savedRatioSchema = z
  .strictObject({
    candidates: z.number().min(1).max(maxCandidates),
    offsets: z.array(finites).readonly(),
    trees: z.array(treeSchema).readonly(),
  })
  .readonly();

export type SavedRatio = z.output<typeof savedRatioSchema>;

export function saveRatio(ratio: DensityRatio): SavedRatio {
  return {
    candidates: ratio.candidates,
    offsets: ratio.offsets.map((o) => [...o]),
    trees: ratio.trees.map((t) => ({
      feature: [...t.feature],
      cut: [...t.cut],
      missingLeft: [...t.missingLeft],
      set: [...t.set],
      leftBins: [...t.leftBins],
      left: [...t.left],
      right: [...t.right],
      values: [...t.values],
    })),
  };
}

/** @throws DamagedPart when it is not one of such columns */
export function readRatio(saved: SavedRatio, books: readonly Codebook[]): DensityRatio {
  const fits =
    saved.offsets.length === books.length &&
    saved.offsets.every((o, j) => o.length === books[j]!.size) &&
    saved.trees.every((t) => t.feature.every((f, n) => t.left[n]! < 0 || f < books.length));
  if (!fits) throw new DamagedPart("model.json", "ratio: it does not fit the columns");
  return {
    candidates: saved.candidates,
    offsets: saved.offsets.map((o) => Float64Array.from(o)),
    trees: saved.trees.map((t) => ({
      feature: Int32Array.from(t.feature),
      cut: Int32Array.from(t.cut),
      missingLeft: Uint8Array.from(t.missingLeft),
      set: Int32Array.from(t.set),
      leftBins: Uint32Array.from(t.leftBins),
      left: Int32Array.from(t.left),
      right: Int32Array.from(t.right),
      values: Float64Array.from(t.values),
      outputs: 1,
    })),
  };
}

/** Children stand behind their parents, so that no walk goes round in circles. */
function treeProblem({
  feature,
  cut,
  missingLeft,
  set,
  leftBins,
  left,
  right,
  values,
}: SavedTree): string | undefined {
  const nodes = feature.length;
  if (nodes === 0 || [cut, missingLeft, set, left, right, values].some((list) => list.length !== nodes))
    return "lists of different lengths";
  for (let n = 0; n < nodes; n++) {
    if (left[n]! < 0 && right[n]! < 0) continue;
    const behind = (child: number): boolean => child > n && child < nodes;
    if (!behind(left[n]!) || !behind(right[n]!) || feature[n]! < 0) return `node ${n} has no such children`;
    if (set[n]! >= 0 && set[n]! + 8 > leftBins.length) return `node ${n} has no such set of bins`;
  }
  return undefined;
}
