import type { Random } from "../numerics/random.ts";
import type { BinnedTable } from "./binning.ts";
import { binSet, sortByKey } from "./categoricalSplit.ts";
import { fillLeftTable, partition } from "./partition.ts";
import { type Tree, TreeBuilder } from "./tree.ts";

export interface ForestTreeOptions {
  /** Columns tried at every node; those that are constant in the node do not count. */
  readonly maxFeatures: number;
  /** Weighted rows a leaf must hold. */
  readonly minRowsPerLeaf: number;
}

/**
 * Grows deep trees on weighted rows that lower Σ_k s_k²/n most: the Gini impurity for classes, the variance for values
 * (Breiman, "Random forests", 2001). Two classes are the value 0 or 1, which is the same criterion. Categories are sorted by
 * their mean (beyond two classes: by the share of the node's commonest class), which finds the best split of two classes and
 * of values (Fisher 1958) and a good one otherwise. Missing values are tried on both sides. Bins that no row of the node
 * has follow the heavier side.
 */
export class ForestTreeGrower {
  readonly #table: BinnedTable;
  readonly #options: ForestTreeOptions;
  readonly #outputs: number;
  readonly #response: ArrayLike<number>;
  readonly #rows: Int32Array;
  readonly #spareRows: Int32Array;
  /** Per row: its weight, then (one output) weight × response. */
  readonly #weighted: Float64Array;
  /** Per bin: weight, then one sum per output; all zero between uses. */
  readonly #histogram: Float64Array;
  readonly #occupied = new Uint32Array(8);
  readonly #order = new Int32Array(256);
  /** Sides of the bins of the split in work. */
  readonly #goesLeft = new Uint8Array(256);
  readonly #key = new Float64Array(256);
  readonly #features: Int32Array;
  readonly #sums: Float64Array;
  readonly #leftSums: Float64Array;
  readonly #best: Candidate = {
    feature: -1,
    gain: 0,
    cut: 0,
    missingLeft: false,
    leftBins: null,
  };

  /**
   * @param outputs 1 with `response` a number per row, or the number of classes with a class per row
   */
  constructor(table: BinnedTable, outputs: number, response: ArrayLike<number>, options: ForestTreeOptions) {
    this.#table = table;
    this.#options = options;
    this.#outputs = outputs;
    this.#response = response;
    this.#rows = new Int32Array(table.rows);
    this.#spareRows = new Int32Array(table.rows);
    this.#weighted = new Float64Array(2 * table.rows);
    this.#histogram = new Float64Array(256 * (outputs + 1));
    this.#features = Int32Array.from(table.columns, (_, f) => f);
    this.#sums = new Float64Array(outputs);
    this.#leftSums = new Float64Array(outputs);
  }

  /**
   * @param weights how often each row counts
   * @param gains receives the gain of every split under its column
   */
  grow(weights: ArrayLike<number>, random: Random, gains: Float64Array): Tree {
    const { minRowsPerLeaf } = this.#options;
    const { rows, bins, columns } = this.#table;
    const outputs = this.#outputs;
    const sums = this.#sums;
    let n = 0;
    for (let i = 0; i < rows; i++) {
      const w = weights[i]!;
      if (w === 0) continue;
      this.#rows[n++] = i;
      this.#weighted[2 * i] = w;
      this.#weighted[2 * i + 1] = outputs === 1 ? w * this.#response[i]! : 0;
    }
    for (let f = 0; f < this.#features.length; f++) this.#features[f] = f;
    const builder = new TreeBuilder(outputs);
    const stack = [builder.addLeaf(), 0, n];
    while (stack.length > 0) {
      const end = stack.pop()!;
      const start = stack.pop()!;
      const node = stack.pop()!;
      const weight = this.#sum(start, end);
      if (
        weight >= 2 * minRowsPerLeaf &&
        this.#mixed(weight) &&
        this.#findSplit(start, end, weight, random)
      ) {
        const best = this.#best;
        gains[best.feature]! += best.gain;
        const nodes = builder.split(node, best);
        fillLeftTable(this.#goesLeft, best, columns[best.feature]!.bins);
        const middle = partition(
          { rows: this.#rows, spare: this.#spareRows, start, end },
          { bins, base: best.feature * rows, goesLeft: this.#goesLeft },
        );
        stack.push(nodes.right, middle, end, nodes.left, start, middle);
      } else {
        for (let k = 0; k < outputs; k++) builder.setValue(node, k, sums[k]! / weight);
      }
    }
    return builder.build();
  }

  /** Fills `#sums` with the response totals of the rows and returns their weight. */
  #sum(start: number, end: number): number {
    const sums = this.#sums;
    sums.fill(0);
    let weight = 0;
    for (let i = start; i < end; i++) {
      const row = this.#rows[i]!;
      const w = this.#weighted[2 * row]!;
      weight += w;
      if (this.#outputs === 1) sums[0]! += this.#weighted[2 * row + 1]!;
      else sums[this.#response[row]!]! += w;
    }
    return weight;
  }

  #mixed(weight: number): boolean {
    if (this.#outputs === 1) return true;
    for (const s of this.#sums) if (s === weight) return false;
    return true;
  }

  #findSplit(start: number, end: number, weight: number, random: Random): boolean {
    const features = this.#features;
    const best = this.#best;
    let before = 0;
    for (const s of this.#sums) before += s * s;
    before /= weight;
    const totals: NodeTotals = { weight, before };
    best.feature = -1;
    best.gain = 1e-9 * Math.max(1e-300, Math.abs(before));
    if (this.#outputs === 1 && this.#constantResponse(start, end)) return false;
    let tried = 0;
    for (let k = 0; k < features.length && tried < this.#options.maxFeatures; k++) {
      const pick = k + random.below(features.length - k);
      const f = features[pick]!;
      features[pick] = features[k]!;
      features[k] = f;
      const binner = this.#table.columns[f]!;
      if (binner.bins === 0) continue;
      const occupied =
        this.#outputs === 1 ? this.#fillValue(f, start, end) : this.#fillClasses(f, start, end);
      if (occupied > 1) {
        tried++;
        if (binner.kind === "categorical") this.#scanCategories(f, occupied, totals);
        else this.#scanNumeric(f, occupied, totals);
      }
      this.#clear(occupied);
    }
    return best.feature >= 0;
  }

  #constantResponse(start: number, end: number): boolean {
    const first = this.#response[this.#rows[start]!]!;
    for (let i = start + 1; i < end; i++) if (this.#response[this.#rows[i]!]! !== first) return false;
    return true;
  }

  /** Fills the histogram of a column for one output, lists its occupied bins ascending in `#order`, returns their number. */
  #fillValue(feature: number, start: number, end: number): number {
    const histogram = this.#histogram;
    const occupied = this.#occupied;
    const weighted = this.#weighted;
    const index = this.#rows;
    const { bins } = this.#table;
    const base = feature * this.#table.rows;
    for (let i = start; i < end; i++) {
      const row = index[i]!;
      const bin = bins[base + row]!;
      histogram[2 * bin]! += weighted[2 * row]!;
      histogram[2 * bin + 1]! += weighted[2 * row + 1]!;
      occupied[bin >> 5]! |= 1 << (bin & 31);
    }
    return this.#listOccupied();
  }

  #fillClasses(feature: number, start: number, end: number): number {
    const { rows, bins } = this.#table;
    const stride = this.#outputs + 1;
    for (let i = start; i < end; i++) {
      const row = this.#rows[i]!;
      const bin = bins[feature * rows + row]!;
      const w = this.#weighted[2 * row]!;
      this.#histogram[bin * stride]! += w;
      this.#histogram[bin * stride + 1 + this.#response[row]!]! += w;
      this.#occupied[bin >> 5]! |= 1 << (bin & 31);
    }
    return this.#listOccupied();
  }

  #listOccupied(): number {
    let n = 0;
    for (let word = 0; word < 8; word++) {
      let bits = this.#occupied[word]!;
      this.#occupied[word] = 0;
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        this.#order[n++] = (word << 5) | bit;
        bits &= bits - 1;
      }
    }
    return n;
  }

  #clear(occupied: number): void {
    const stride = this.#outputs + 1;
    for (let k = 0; k < occupied; k++) {
      const at = this.#order[k]! * stride;
      for (let j = 0; j < stride; j++) this.#histogram[at + j] = 0;
    }
  }

  #scanNumeric(feature: number, occupied: number, totals: NodeTotals): void {
    const order = this.#order;
    const missingBin = this.#table.columns[feature]!.bins;
    const hasMissing = order[occupied - 1] === missingBin;
    const best = this.#best;
    for (let side = 0; side < (hasMissing && occupied > 2 ? 2 : 1); side++) {
      if (side === 1) {
        order.copyWithin(1, 0, occupied - 1);
        order[0] = missingBin;
      }
      const at = this.#scan(occupied, totals);
      if (at < 0) continue;
      best.feature = feature;
      best.leftBins = null;
      const low = order[at - 1]!;
      const next = order[at]!;
      if (side === 1 && at === 1) {
        best.cut = -1;
        best.missingLeft = true;
      } else {
        best.cut = next === missingBin ? missingBin - 1 : (low + next) >> 1;
        best.missingLeft = side === 1 || (!hasMissing && this.#leftWeight(at) * 2 > totals.weight);
      }
    }
  }

  #scanCategories(feature: number, occupied: number, totals: NodeTotals): void {
    const order = this.#order;
    const { bins } = this.#table.columns[feature]!;
    const stride = this.#outputs + 1;
    let output = 0;
    for (let k = 1; k < this.#outputs; k++) if (this.#sums[k]! > this.#sums[output]!) output = k;
    for (let k = 0; k < occupied; k++) {
      const at = order[k]! * stride;
      this.#key[order[k]!] = this.#histogram[at + 1 + output]! / this.#histogram[at]!;
    }
    sortByKey(order, occupied, this.#key);
    const at = this.#scan(occupied, totals);
    if (at < 0) return;
    const best = this.#best;
    best.feature = feature;
    best.cut = -1;
    best.missingLeft = false;
    const left = binSet(order, 0, at);
    if (this.#leftWeight(at) * 2 > totals.weight) {
      const right = binSet(order, at, occupied);
      for (let b = 0; b <= bins; b++)
        if (((right[b >> 5]! >>> (b & 31)) & 1) === 0) left[b >> 5]! |= 1 << (b & 31);
    }
    best.leftBins = left;
  }

  #leftWeight(at: number): number {
    let weight = 0;
    for (let k = 0; k < at; k++) weight += this.#histogram[this.#order[k]! * (this.#outputs + 1)]!;
    return weight;
  }

  /** Best cut of the bins in `#order`: how many go left, or −1 when none beats `#best.gain`, which it raises. */
  #scan(occupied: number, { weight, before }: NodeTotals): number {
    const { minRowsPerLeaf } = this.#options;
    const order = this.#order;
    const histogram = this.#histogram;
    const outputs = this.#outputs;
    let gain = this.#best.gain;
    let at = -1;
    let n = 0;
    if (outputs === 1) {
      const sum = this.#sums[0]!;
      let s = 0;
      for (let k = 0; k < occupied - 1; k++) {
        const j = 2 * order[k]!;
        n += histogram[j]!;
        s += histogram[j + 1]!;
        if (n < minRowsPerLeaf) continue;
        if (weight - n < minRowsPerLeaf) break;
        const found = (s * s) / n + ((sum - s) * (sum - s)) / (weight - n) - before;
        if (found > gain) {
          gain = found;
          at = k + 1;
        }
      }
    } else {
      const left = this.#leftSums;
      left.fill(0);
      for (let k = 0; k < occupied - 1; k++) {
        const j = (outputs + 1) * order[k]!;
        n += histogram[j]!;
        let squaresLeft = 0;
        let squaresRight = 0;
        for (let c = 0; c < outputs; c++) {
          const s = left[c]! + histogram[j + 1 + c]!;
          left[c] = s;
          squaresLeft += s * s;
          squaresRight += (this.#sums[c]! - s) * (this.#sums[c]! - s);
        }
        if (n < minRowsPerLeaf) continue;
        if (weight - n < minRowsPerLeaf) break;
        const found = squaresLeft / n + squaresRight / (weight - n) - before;
        if (found > gain) {
          gain = found;
          at = k + 1;
        }
      }
    }
    this.#best.gain = gain;
    return at;
  }
}

/** Of the rows of a node. */
interface NodeTotals {
  readonly weight: number;
  /** Σ_k s_k²/n before a split. */
  readonly before: number;
}

interface Candidate {
  feature: number;
  gain: number;
  cut: number;
  missingLeft: boolean;
  leftBins: Uint32Array | null;
}
