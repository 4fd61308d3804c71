import { z } from "zod";
import type { Tree } from "../../learners/tree.ts";
import { finites, must } from "../saved/savedJson.ts";

const whole = z.array(z.int()).readonly();

/** A tree of one output as JSON. */
export const savedTreeSchema = z
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

export type SavedTree = z.output<typeof savedTreeSchema>;

export function saveTree(t: Tree): SavedTree {
  return {
    feature: [...t.feature],
    cut: [...t.cut],
    missingLeft: [...t.missingLeft],
    set: [...t.set],
    leftBins: [...t.leftBins],
    left: [...t.left],
    right: [...t.right],
    values: [...t.values],
  };
}

export function readTree(t: SavedTree): Tree {
  return {
    feature: Int32Array.from(t.feature),
    cut: Int32Array.from(t.cut),
    missingLeft: Uint8Array.from(t.missingLeft),
    set: Int32Array.from(t.set),
    leftBins: Uint32Array.from(t.leftBins),
    left: Int32Array.from(t.left),
    right: Int32Array.from(t.right),
    values: Float64Array.from(t.values),
    outputs: 1,
  };
}

/** Whether every split asks for one of so many features. */
export function splitsWithin({ feature, left }: SavedTree, features: number): boolean {
  return feature.every((f, n) => left[n]! < 0 || f < features);
}

/** Children stand behind their parents, each behind one of them, so that a walk ends and meets no node twice. */
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
  const isChild = new Uint8Array(nodes);
  for (let n = 0; n < nodes; n++) {
    if (left[n]! < 0 && right[n]! < 0) continue;
    const behind = (child: number): boolean => child > n && child < nodes;
    if (!behind(left[n]!) || !behind(right[n]!) || feature[n]! < 0) return `node ${n} has no such children`;
    for (const child of [left[n]!, right[n]!])
      if (isChild[child]!++ > 0) return `node ${child} has two parents`;
    if (set[n]! >= 0 && set[n]! + 8 > leftBins.length) return `node ${n} has no such set of bins`;
  }
  return undefined;
}
