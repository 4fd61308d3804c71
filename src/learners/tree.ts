import type { BinnedTable } from "./binning.ts";

/**
 * A binary tree over binned columns, in flat arrays. Node 0 is the root; `left[n] < 0` marks a leaf.
 * A row goes left when its bin is in the left set of the node: bins ≤ `cut` for a numeric column (the missing bin as
 * `missingLeft` says), or the bits of `leftBins` for a categorical one.
 */
export interface Tree {
  readonly feature: Int32Array;
  readonly cut: Int32Array;
  readonly missingLeft: Uint8Array;
  /** Offset of the node's eight words in `leftBins`, or −1 where the column is numeric. */
  readonly set: Int32Array;
  readonly leftBins: Uint32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** `outputs` values per node, meaningful at leaves. */
  readonly values: Float64Array;
  readonly outputs: number;
}

/** How a node divides its rows; `leftBins` (eight words) is null for a numeric column. */
interface NodeSplit {
  readonly feature: number;
  readonly cut: number;
  readonly missingLeft: boolean;
  readonly leftBins: Uint32Array | null;
}

/** Collects the nodes of a tree while it grows. */
export class TreeBuilder {
  readonly #outputs: number;
  readonly #feature: number[] = [];
  readonly #cut: number[] = [];
  readonly #missingLeft: number[] = [];
  readonly #set: number[] = [];
  readonly #leftBins: number[] = [];
  readonly #left: number[] = [];
  readonly #right: number[] = [];
  readonly #values: number[] = [];

  constructor(outputs: number) {
    this.#outputs = outputs;
  }

  /** A new leaf with value 0; returns its index. */
  addLeaf(): number {
    this.#feature.push(-1);
    this.#cut.push(-1);
    this.#missingLeft.push(0);
    this.#set.push(-1);
    this.#left.push(-1);
    this.#right.push(-1);
    for (let k = 0; k < this.#outputs; k++) this.#values.push(0);
    return this.#feature.length - 1;
  }

  setValue(node: number, output: number, value: number): void {
    this.#values[node * this.#outputs + output] = value;
  }

  /** Turns a leaf into a split with two new leaves. */
  split(node: number, { feature, cut, missingLeft, leftBins }: NodeSplit): { left: number; right: number } {
    this.#feature[node] = feature;
    this.#cut[node] = cut;
    this.#missingLeft[node] = missingLeft ? 1 : 0;
    if (leftBins !== null) {
      this.#set[node] = this.#leftBins.length;
      this.#leftBins.push(...leftBins);
    }
    const left = this.addLeaf();
    const right = this.addLeaf();
    this.#left[node] = left;
    this.#right[node] = right;
    return { left, right };
  }

  build(): Tree {
    return {
      feature: Int32Array.from(this.#feature),
      cut: Int32Array.from(this.#cut),
      missingLeft: Uint8Array.from(this.#missingLeft),
      set: Int32Array.from(this.#set),
      leftBins: Uint32Array.from(this.#leftBins),
      left: Int32Array.from(this.#left),
      right: Int32Array.from(this.#right),
      values: Float64Array.from(this.#values),
      outputs: this.#outputs,
    };
  }
}

/** Adds the value of every row's leaf to `out[row * stride + offset + k]`, k < outputs. */
export function addTreeValues(
  tree: Tree,
  table: BinnedTable,
  out: Float64Array,
  { stride, offset }: { readonly stride: number; readonly offset: number },
): void {
  const { values, outputs } = tree;
  const missingBin = missingBins(table);
  for (let i = 0; i < table.rows; i++) {
    const leaf = leafOf(tree, table, i, missingBin);
    const at = i * stride + offset;
    for (let k = 0; k < outputs; k++) out[at + k]! += values[leaf * outputs + k]!;
  }
}

/** The bin of each column that holds its missing values. */
export function missingBins({ columns }: BinnedTable): Int32Array {
  return Int32Array.from(columns, (c) => c.bins);
}

/**
 * The leaf that a row comes to.
 *
 * @param missingBin see `missingBins`
 */
export function leafOf(tree: Tree, { rows, bins }: BinnedTable, row: number, missingBin: Int32Array): number {
  const { feature, cut, missingLeft, set, leftBins, left, right } = tree;
  let node = 0;
  while (left[node]! >= 0) {
    const f = feature[node]!;
    const bin = bins[f * rows + row]!;
    const words = set[node]!;
    const goLeft =
      words >= 0
        ? ((leftBins[words + (bin >> 5)]! >>> (bin & 31)) & 1) === 1
        : bin === missingBin[f]!
          ? missingLeft[node]! === 1
          : bin <= cut[node]!;
    node = goLeft ? left[node]! : right[node]!;
  }
  return node;
}
