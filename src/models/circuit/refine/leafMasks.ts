import type { Tree } from "../../../learners/tree.ts";

/**
 * Trees of at most 32 leaves as masks (after QuickScorer, Lucchese et al., SIGIR 2015): leaf b of a tree, counted from the left, is bit b.
 * For each feature a tree splits and each of its bins, a mask says which leaves a row with that bin can be in, whatever its other
 * bins; the lowest bit of the masks of all its features together is the row's leaf. Nothing branches, a change of one feature needs
 * its masks only, and whether the row stays in its leaf is one bit of them.
 */
export interface LeafMasks {
  readonly trees: number;
  /** The features of tree t are entries first[t] … first[t + 1] − 1 of the lists below. */
  readonly first: Int32Array;
  readonly feature: Int32Array;
  /** Where the masks of the entry's bins start. */
  readonly start: Int32Array;
  readonly masks: Int32Array;
  /** 32 values per tree. */
  readonly values: Float64Array;
}

export const maxMaskedLeaves = 32;

/** @param bins of each feature, the bin of a missing value not counted */
export function leafMasks(trees: readonly Tree[], bins: readonly number[]): LeafMasks {
  const first = new Int32Array(trees.length + 1);
  const feature: number[] = [];
  const start: number[] = [];
  const values = new Float64Array(trees.length * maxMaskedLeaves);
  let size = 0;
  trees.forEach((tree, t) => {
    const used = new Set<number>();
    for (let n = 0; n < tree.left.length; n++) if (tree.left[n]! >= 0) used.add(tree.feature[n]!);
    for (const f of [...used].sort((a, b) => a - b)) {
      feature.push(f);
      start.push(size);
      size += bins[f]! + 1;
    }
    first[t + 1] = feature.length;
  });
  const masks = new Int32Array(size).fill(-1);
  trees.forEach((tree, t) => {
    const entries = new Map<number, number>();
    for (let e = first[t]!; e < first[t + 1]!; e++) entries.set(feature[e]!, e);
    let leaf = 0;
    /** Numbers the leaves below a node; returns their bits. */
    const walk = (n: number): number => {
      if (tree.left[n]! < 0) {
        values[t * maxMaskedLeaves + leaf] = tree.values[n]!;
        return 1 << leaf++;
      }
      const left = walk(tree.left[n]!);
      const right = walk(tree.right[n]!);
      const f = tree.feature[n]!;
      const at = start[entries.get(f)!]!;
      for (let bin = 0; bin <= bins[f]!; bin++)
        masks[at + bin]! &= ~(goesLeft(tree, n, bin, bins[f]!) ? right : left);
      return left | right;
    };
    walk(0);
    if (leaf > maxMaskedLeaves) throw new RangeError(`a tree of ${leaf} leaves has no masks of 32 bits`);
  });
  return {
    trees: trees.length,
    first,
    feature: Int32Array.from(feature),
    start: Int32Array.from(start),
    masks,
    values,
  };
}

function goesLeft(tree: Tree, node: number, bin: number, missing: number): boolean {
  const set = tree.set[node]!;
  if (set >= 0) return ((tree.leftBins[set + (bin >> 5)]! >>> (bin & 31)) & 1) === 1;
  return bin === missing ? tree.missingLeft[node] === 1 : bin <= tree.cut[node]!;
}
