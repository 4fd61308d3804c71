import type { BinnedTable } from "./binning.ts";
import { leafOf, missingBins, type Tree } from "./tree.ts";

/**
 * Sums of the values of trees on one table, again and again with the rows of one column in another order: only rows whose path through
 * a tree asks for that column go through it again. The sums are those of `addTreeValues`, bit for bit.
 */
export class ShuffledTrees {
  readonly #trees: readonly Tree[];
  readonly #table: BinnedTable;
  readonly #start: Float64Array;
  /** Leaf of row i in tree t, at `t * rows + i`. */
  readonly #leaves: Int32Array;

  /** @param start what the sums of every row begin with; tree t adds to place t modulo their number */
  constructor(trees: readonly Tree[], table: BinnedTable, start: Float64Array) {
    this.#trees = trees;
    this.#table = table;
    this.#start = start;
    const { rows } = table;
    const missingBin = missingBins(table);
    this.#leaves = new Int32Array(trees.length * rows);
    for (let t = 0; t < trees.length; t++)
      for (let i = 0; i < rows; i++) this.#leaves[t * rows + i] = leafOf(trees[t]!, table, i, missingBin);
  }

  /**
   * @param order where each row takes its value of the column from
   * @returns rows × places
   */
  sums(column: number, order: ArrayLike<number>): Float64Array {
    const { rows, columns } = this.#table;
    const bins = this.#table.bins.slice();
    for (let i = 0; i < rows; i++) bins[column * rows + i] = this.#table.bins[column * rows + order[i]!]!;
    const shuffled: BinnedTable = { rows, columns, bins };
    const missingBin = missingBins(shuffled);
    const places = this.#start.length;
    const out = new Float64Array(rows * places);
    for (let i = 0; i < out.length; i++) out[i] = this.#start[i % places]!;
    this.#trees.forEach((tree, t) => {
      const asks = leavesBelow(tree, column);
      for (let i = 0, at = t % places; i < rows; i++, at += places) {
        const leaf = this.#leaves[t * rows + i]!;
        out[at]! += tree.values[asks[leaf] === 1 ? leafOf(tree, shuffled, i, missingBin) : leaf]!;
      }
    });
    return out;
  }
}

/** 1 for every node below one that asks for the column. */
function leavesBelow({ feature, left, right }: Tree, column: number): Uint8Array {
  const below = new Uint8Array(feature.length);
  // children come after their parents
  for (let node = 0; node < feature.length; node++) {
    if (left[node]! < 0) continue;
    const asks = below[node] === 1 || feature[node] === column ? 1 : 0;
    below[left[node]!] = asks;
    below[right[node]!] = asks;
  }
  return below;
}
