import type { BinnedTable } from "./binning.ts";
import { binSet, sortByKey } from "./categoricalSplit.ts";
import { type HistogramLayout, layOut } from "./histogramLayout.ts";
import { fillLeftTable, partition } from "./partition.ts";
import { type Tree, TreeBuilder } from "./tree.ts";

export interface GradientTreeOptions {
  readonly maxLeaves: number;
  readonly minRowsPerLeaf: number;
  /** L2 penalty on leaf values. */
  readonly l2: number;
  /** Smallest sum of second derivatives in a leaf. */
  readonly minHessian: number;
  readonly learningRate: number;
  /** How often rows say the same thing of each column, from 1 on: what chance gains by a split grows as much. Once where absent. */
  readonly repeats?: Float64Array | undefined;
}

/** Categories of fewer (hessian-weighted) rows than this in a node are not sorted in; they go right, with a smoothed key for the others. */
const minCategoryRows = 10;

/** First and second derivatives of the loss, those of row r at `r * stride + offset`. */
export interface Derivatives {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly stride: number;
  readonly offset: number;
}

/**
 * Grows regression trees on first and second derivatives, best leaf first, from histograms; the larger of two sisters gets its
 * histogram by subtraction (Ke et al., "LightGBM", NeurIPS 2017). A split gains
 * G_L²/(H_L+λ) + G_R²/(H_R+λ) − G²/(H+λ), a leaf is worth −G/(H+λ) (Chen & Guestrin, "XGBoost", KDD 2016, eq. 5–7).
 * Categories are split after sorting them by G/H (Fisher 1958), missing values go where they gain more.
 * One grower serves all trees of a model and reuses its memory.
 */
export class GradientTreeGrower {
  readonly #table: BinnedTable;
  readonly #options: GradientTreeOptions;
  /** Rows, those of one leaf side by side. */
  readonly #rows: Int32Array;
  readonly #spareRows: Int32Array;
  /** The columns the tree in work may split. */
  #layout: HistogramLayout;
  readonly #free: Float64Array[] = [];
  readonly #order = new Int32Array(256);
  /** Sides of the bins of the split in work. */
  readonly #goesLeft = new Uint8Array(256);
  readonly #key = new Float64Array(256);
  /** Total gain of the splits of each column, over all trees. */
  readonly gains: Float64Array;

  constructor(table: BinnedTable, options: GradientTreeOptions) {
    this.#table = table;
    this.#options = options;
    this.#rows = new Int32Array(table.rows);
    this.#spareRows = new Int32Array(table.rows);
    this.#layout = layOut(table);
    this.gains = new Float64Array(table.columns.length);
  }

  /**
   * Grows one tree; adds learningRate × leaf value to `raw[row * stride + offset]` of every row.
   *
   * @param columns numbers of the columns this tree and those after it may split; as before when absent
   */
  grow(derivatives: Derivatives, raw: Float64Array, columns?: Int32Array): Tree {
    if (columns !== undefined) this.#layout = layOut(this.#table, columns);
    const { gradients, hessians, stride, offset } = derivatives;
    const { maxLeaves, learningRate, l2 } = this.#options;
    const n = this.#table.rows;
    for (let i = 0; i < n; i++) this.#rows[i] = i;
    const builder = new TreeBuilder(1);
    const histogram = this.#take();
    this.#fill(histogram, 0, n, derivatives);
    const root: Leaf = { node: builder.addLeaf(), start: 0, end: n, g: 0, h: 0, histogram, split: null };
    for (let i = 0; i < n; i++) {
      root.g += gradients[i * stride + offset]!;
      root.h += hessians[i * stride + offset]!;
    }
    root.split = this.#bestSplit(root);
    const leaves = [root];
    while (leaves.length < maxLeaves) {
      let best = -1;
      for (let k = 0; k < leaves.length; k++) {
        const gain = leaves[k]!.split?.gain ?? 0;
        if (gain > 0 && (best < 0 || gain > leaves[best]!.split!.gain)) best = k;
      }
      if (best < 0) break;
      const parent = leaves[best]!;
      const more = leaves.length + 1 < maxLeaves;
      const [left, right] = this.#divide(parent, builder, more, derivatives);
      leaves[best] = left;
      leaves.push(right);
    }
    for (const leaf of leaves) {
      const value = (-leaf.g / (leaf.h + l2 + Number.MIN_VALUE)) * learningRate;
      builder.setValue(leaf.node, 0, value);
      for (let i = leaf.start; i < leaf.end; i++) raw[this.#rows[i]! * stride + offset]! += value;
      if (leaf.histogram !== null) this.#free.push(leaf.histogram);
    }
    return builder.build();
  }

  #divide(parent: Leaf, builder: TreeBuilder, more: boolean, derivatives: Derivatives): [Leaf, Leaf] {
    const split = parent.split!;
    this.gains[split.feature]! += split.gain;
    const nodes = builder.split(parent.node, split);
    const middle = this.#partition(parent, split);
    const left: Leaf = {
      node: nodes.left,
      start: parent.start,
      end: middle,
      g: split.gLeft,
      h: split.hLeft,
      histogram: null,
      split: null,
    };
    const right: Leaf = {
      node: nodes.right,
      start: middle,
      end: parent.end,
      g: parent.g - split.gLeft,
      h: parent.h - split.hLeft,
      histogram: null,
      split: null,
    };
    const histogram = parent.histogram!;
    const [small, large] = middle - parent.start <= parent.end - middle ? [left, right] : [right, left];
    const splittable = 2 * this.#options.minRowsPerLeaf;
    if (more && large.end - large.start >= splittable) {
      small.histogram = this.#take();
      this.#fill(small.histogram, small.start, small.end, derivatives);
      const minus = small.histogram;
      for (let j = 0; j < this.#layout.size; j++) histogram[j]! -= minus[j]!;
      large.histogram = histogram;
      large.split = this.#bestSplit(large);
      if (small.end - small.start >= splittable) small.split = this.#bestSplit(small);
    } else {
      this.#free.push(histogram);
    }
    for (const leaf of [small, large])
      if (leaf.split === null && leaf.histogram !== null) {
        this.#free.push(leaf.histogram);
        leaf.histogram = null;
      }
    return [left, right];
  }

  #take(): Float64Array {
    const free = this.#free.pop();
    const { size } = this.#layout;
    return free !== undefined && free.length >= size ? free : new Float64Array(size);
  }

  /** Fills row by row: a row's places lie side by side, and its derivatives are read once. */
  #fill(histogram: Float64Array, start: number, end: number, derivatives: Derivatives): void {
    const { gradients, hessians, stride, offset } = derivatives;
    const { places, size, features } = this.#layout;
    const index = this.#rows;
    const width = features.length;
    histogram.fill(0, 0, size);
    for (let i = start; i < end; i++) {
      const row = index[i]!;
      const g = gradients[row * stride + offset]!;
      const h = hessians[row * stride + offset]!;
      const last = (row + 1) * width;
      for (let p = row * width; p < last; p++) {
        const j = places[p]!;
        histogram[j]! += g;
        histogram[j + 1]! += h;
        histogram[j + 2]! += 1;
      }
    }
  }

  /** Stable partition of the rows of a leaf; returns where the right part starts. */
  #partition(leaf: Leaf, split: Split): number {
    const { rows, bins, columns } = this.#table;
    fillLeftTable(this.#goesLeft, split, columns[split.feature]!.bins);
    return partition(
      { rows: this.#rows, spare: this.#spareRows, start: leaf.start, end: leaf.end },
      { bins, base: split.feature * rows, goesLeft: this.#goesLeft },
    );
  }

  #bestSplit(leaf: Leaf): Split | null {
    let best: Split | null = null;
    const { features } = this.#layout;
    for (let k = 0; k < features.length; k++) {
      const { kind, bins } = this.#table.columns[features[k]!]!;
      const repeats = this.#options.repeats?.[features[k]!] ?? 1;
      const least: number = best === null ? 0 : best.gain * repeats;
      const found: Split | null =
        kind === "numeric"
          ? this.#numericSplit(leaf, k, bins, least)
          : this.#categoricalSplit(leaf, k, bins, least);
      if (found !== null) best = repeats === 1 ? found : { ...found, gain: found.gain / repeats };
    }
    return best;
  }

  /** @param place of the column in the layout */
  #numericSplit(leaf: Leaf, place: number, bins: number, least: number): Split | null {
    const histogram = leaf.histogram!;
    const { l2, minRowsPerLeaf, minHessian } = this.#options;
    const base = this.#layout.offsets[place]!;
    const n = leaf.end - leaf.start;
    const before = (leaf.g * leaf.g) / (leaf.h + l2);
    const missing = base + 3 * bins;
    const missingRows = histogram[missing + 2]!;
    let gain = least;
    let cut = -1;
    let missingLeft = false;
    let bestG = 0;
    let bestH = 0;
    for (let side = 0; side < (missingRows > 0 ? 2 : 1); side++) {
      let g = side === 1 ? histogram[missing]! : 0;
      let h = side === 1 ? histogram[missing + 1]! : 0;
      let count = side === 1 ? missingRows : 0;
      const last = side === 0 && missingRows > 0 ? bins : bins - 1;
      for (let b = 0; b < last; b++) {
        const j = base + 3 * b;
        const here = histogram[j + 2]!;
        if (here === 0) continue;
        g += histogram[j]!;
        h += histogram[j + 1]!;
        count += here;
        if (count < minRowsPerLeaf || h < minHessian) continue;
        const hRight = leaf.h - h;
        if (n - count < minRowsPerLeaf || hRight < minHessian) break;
        const gRight = leaf.g - g;
        const found = (g * g) / (h + l2) + (gRight * gRight) / (hRight + l2) - before;
        if (found > gain) {
          gain = found;
          cut = b;
          missingLeft = side === 1;
          bestG = g;
          bestH = h;
        }
      }
    }
    if (cut < 0) return null;
    if (missingRows === 0) missingLeft = rowsUpTo(histogram, base, cut) * 2 > n;
    const feature = this.#layout.features[place]!;
    return { feature, gain, cut, missingLeft, leftBins: null, gLeft: bestG, hLeft: bestH };
  }

  #categoricalSplit(leaf: Leaf, place: number, bins: number, least: number): Split | null {
    const histogram = leaf.histogram!;
    const { l2, minRowsPerLeaf, minHessian } = this.#options;
    const base = this.#layout.offsets[place]!;
    const n = leaf.end - leaf.start;
    const perRow = n / leaf.h;
    const order = this.#order;
    let used = 0;
    for (let b = 0; b <= bins; b++) {
      const h = histogram[base + 3 * b + 1]!;
      if (histogram[base + 3 * b + 2]! === 0 || h * perRow < minCategoryRows) continue;
      this.#key[b] = histogram[base + 3 * b]! / (h + minCategoryRows);
      order[used++] = b;
    }
    if (used === 0) return null;
    sortByKey(order, used, this.#key);
    const before = (leaf.g * leaf.g) / (leaf.h + l2);
    let gain = least;
    let from = -1;
    let to = -1;
    let bestG = 0;
    let bestH = 0;
    for (let side = 0; side < 2; side++) {
      let g = 0;
      let h = 0;
      let count = 0;
      for (let k = 0; k < used; k++) {
        const j = base + 3 * order[side === 0 ? k : used - 1 - k]!;
        g += histogram[j]!;
        h += histogram[j + 1]!;
        count += histogram[j + 2]!;
        if (count < minRowsPerLeaf || h < minHessian) continue;
        const hRight = leaf.h - h;
        if (n - count < minRowsPerLeaf || hRight < minHessian) break;
        const gRight = leaf.g - g;
        const found = (g * g) / (h + l2) + (gRight * gRight) / (hRight + l2) - before;
        if (found > gain) {
          gain = found;
          from = side === 0 ? 0 : used - 1 - k;
          to = side === 0 ? k + 1 : used;
          bestG = g;
          bestH = h;
        }
      }
    }
    if (from < 0) return null;
    return {
      feature: this.#layout.features[place]!,
      gain,
      cut: -1,
      missingLeft: false,
      leftBins: binSet(order, from, to),
      gLeft: bestG,
      hLeft: bestH,
    };
  }
}

interface Leaf {
  readonly node: number;
  readonly start: number;
  readonly end: number;
  g: number;
  h: number;
  histogram: Float64Array | null;
  split: Split | null;
}

interface Split {
  readonly feature: number;
  readonly gain: number;
  readonly cut: number;
  readonly missingLeft: boolean;
  readonly leftBins: Uint32Array | null;
  readonly gLeft: number;
  readonly hLeft: number;
}

function rowsUpTo(histogram: Float64Array, base: number, cut: number): number {
  let rows = 0;
  for (let b = 0; b <= cut; b++) rows += histogram[base + 3 * b + 2]!;
  return rows;
}
