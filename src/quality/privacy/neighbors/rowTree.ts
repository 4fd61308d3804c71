import { type PackedCodes, packCodes } from "./packedCodes.ts";
import type { RowMatrix } from "./rowSpace.ts";

/**
 * A k-d tree over rows with a tight bounding box per node, for exact nearest-neighbor search under Σ min(|a − b|, 1).
 * The box gives a lower bound of the distance to every row inside (Friedman, Bentley & Finkel 1977); coded columns separate
 * groups of rows by a full unit, so that on mixed tables few leaves are opened.
 */
export interface RowTree {
  readonly rows: number;
  readonly columns: number;
  /** Rows in leaf order. */
  readonly values: Float64Array;
  /** Original index of each row in leaf order. */
  readonly order: Uint32Array;
  /** Per node: first row and one past the last, in leaf order. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** Right child (the left one is the next node), 0 for a leaf. A leaf of many rows holds equal ones only. */
  readonly right: Uint32Array;
  /** Codes of each row in leaf order. */
  readonly codes: PackedCodes;
  /** Per node: lower and upper bounds, columns × 2. */
  readonly box: Float64Array;
}

/** Rows in a leaf, at most, unless they are all equal. */
export const leafRows = 24;

export function buildRowTree(matrix: RowMatrix): RowTree {
  const { rows, columns: d, values, coded } = matrix;
  const grower = new RowTreeGrower(matrix);
  if (rows > 0) grower.grow(0, rows);
  const { order, start, end, right, box } = grower;
  const packed = new Float64Array(rows * d);
  for (let i = 0; i < rows; i++) for (let c = 0; c < d; c++) packed[i * d + c] = values[order[i]! * d + c]!;
  return {
    rows,
    columns: d,
    values: packed,
    order,
    codes: packCodes({ rows, columns: d, values: packed, coded }),
    start: Uint32Array.from(start),
    end: Uint32Array.from(end),
    right: Uint32Array.from(right),
    box: Float64Array.from(box),
  };
}

class RowTreeGrower {
  readonly order: Uint32Array;
  readonly start: number[] = [];
  readonly end: number[] = [];
  readonly right: number[] = [];
  readonly box: number[] = [];
  readonly #values: Float64Array;
  readonly #columns: number;
  readonly #keys: Float64Array;

  constructor({ rows, columns, values }: RowMatrix) {
    this.order = Uint32Array.from({ length: rows }, (_, i) => i);
    this.#values = values;
    this.#columns = columns;
    this.#keys = new Float64Array(rows);
  }

  /** Adds the node of the rows from `from` to `to` and all below it; returns its index. */
  grow(from: number, to: number): number {
    const node = this.start.length;
    this.start.push(from);
    this.end.push(to);
    this.right.push(0);
    const split = this.#addBox(from, to);
    if (to - from <= leafRows || split < 0) return node;
    const cut = this.#partition(node, split);
    this.grow(from, cut);
    this.right[node] = this.grow(cut, to);
    return node;
  }

  /** Adds the bounds of the rows and returns the column that spreads them widest, −1 when all rows are equal. */
  #addBox(from: number, to: number): number {
    const values = this.#values;
    const order = this.order;
    const d = this.#columns;
    let split = -1;
    let widest = 0;
    for (let c = 0; c < d; c++) {
      let lo = Number.POSITIVE_INFINITY;
      let hi = Number.NEGATIVE_INFINITY;
      let sum = 0;
      for (let i = from; i < to; i++) {
        const v = values[order[i]! * d + c]!;
        if (v < lo) lo = v;
        if (v > hi) hi = v;
        sum += v;
      }
      this.box.push(lo, hi);
      if (hi <= lo) continue;
      const mean = sum / (to - from);
      let spread = 0;
      for (let i = from; i < to; i++) {
        const off = Math.abs(values[order[i]! * d + c]! - mean);
        spread += Math.min(1, off);
      }
      if (spread > widest) {
        widest = spread;
        split = c;
      }
    }
    return split;
  }

  /** Moves a node's rows at or below a middle value of column `c` to the front; both sides are non-empty. */
  #partition(node: number, c: number): number {
    const keys = this.#keys;
    const order = this.order;
    const [from, to] = [this.start[node]!, this.end[node]!];
    const at = 2 * (node * this.#columns + c);
    const [lo, hi] = [this.box[at]!, this.box[at + 1]!];
    for (let i = from; i < to; i++) keys[i] = this.#values[order[i]! * this.#columns + c]!;
    const sorted = keys.slice(from, to).sort();
    let pivot = sorted[(sorted.length - 1) >> 1]!;
    if (pivot >= hi) {
      let i = (sorted.length - 1) >> 1;
      while (i > 0 && sorted[i]! >= hi) i--;
      pivot = sorted[i]!;
    }
    if (pivot < lo) pivot = lo;
    const later: number[] = [];
    let write = from;
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      if (keys[i]! <= pivot) order[write++] = row;
      else later.push(row);
    }
    for (let i = 0; i < later.length; i++) order[write + i] = later[i]!;
    return write;
  }
}
