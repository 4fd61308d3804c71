import type { Tree } from "../../../learners/tree.ts";

/**
 * Trees over small whole numbers (bins 0 … 255) laid out for speed: a split is the set of bins that go left, whatever the kind
 * of column. Node n: `feature[n]` (−1 = leaf), its children, eight words of `leftBins`.
 */
export interface Forest {
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly leftBins: Uint32Array;
  readonly value: Float64Array;
}

/** @param missingBins the bin of a missing value per column */
export function makeForest(trees: readonly Tree[], missingBins: readonly number[]): Forest {
  const nodes = trees.reduce((n, t) => n + t.feature.length, 0);
  const forest = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodes).fill(-1),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    leftBins: new Uint32Array(nodes * 8),
    value: new Float64Array(nodes),
  };
  let base = 0;
  trees.forEach((tree, i) => {
    forest.roots[i] = base;
    for (let n = 0; n < tree.feature.length; n++) {
      const at = base + n;
      forest.value[at] = tree.values[n]!;
      if (tree.left[n]! < 0) continue;
      forest.feature[at] = tree.feature[n]!;
      forest.left[at] = base + tree.left[n]!;
      forest.right[at] = base + tree.right[n]!;
      const set = tree.set[n]!;
      for (let bin = 0; bin < 256; bin++) {
        const goesLeft =
          set >= 0
            ? ((tree.leftBins[set + (bin >> 5)]! >>> (bin & 31)) & 1) === 1
            : bin === missingBins[tree.feature[n]!]
              ? tree.missingLeft[n] === 1
              : bin <= tree.cut[n]!;
        if (goesLeft) forest.leftBins[at * 8 + (bin >> 5)]! |= 1 << (bin & 31);
      }
    }
    base += tree.feature.length;
  });
  return forest;
}

/** Sum of the trees for every row; `bins` holds `width` bins per row, row after row; a few kilobytes of them at a time are fastest. */
export function scoreRows(forest: Forest, bins: Uint8Array, width: number): Float64Array {
  const { roots, feature, left, right, leftBins, value } = forest;
  const out = new Float64Array(bins.length / width);
  for (let r = 0; r < roots.length; r++) {
    const root = roots[r]!;
    for (let i = 0, at = 0; i < out.length; i++, at += width) {
      let n = root;
      for (let f = feature[n]!; f >= 0; f = feature[n]!) {
        const bin = bins[at + f]!;
        n = (leftBins[n * 8 + (bin >> 5)]! >>> (bin & 31)) & 1 ? left[n]! : right[n]!;
      }
      out[i]! += value[n]!;
    }
  }
  return out;
}
