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
  const { rows, columns: d, values } = matrix;
  const order = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) order[i] = i;
  const keys = new Float64Array(rows);
  const start: number[] = [];
  const end: number[] = [];
  const right: number[] = [];
  const boxes: number[] = [];

  const grow = (from: number, to: number): number => {
    const node = start.length;
    start.push(from);
    end.push(to);
    right.push(0);
    const box = boxes.length;
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
      boxes.push(lo, hi);
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
    if (to - from <= leafRows || split < 0) return node;
    const cut = partition(from, to, split, boxes[box + 2 * split]!, boxes[box + 2 * split + 1]!);
    grow(from, cut);
    right[node] = grow(cut, to);
    return node;
  };

  /** Moves rows at or below a middle value to the front; both sides are non-empty. */
  const partition = (from: number, to: number, c: number, lo: number, hi: number): number => {
    for (let i = from; i < to; i++) keys[i] = values[order[i]! * d + c]!;
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
  };

  if (rows > 0) grow(0, rows);
  const packed = new Float64Array(rows * d);
  for (let i = 0; i < rows; i++) for (let c = 0; c < d; c++) packed[i * d + c] = values[order[i]! * d + c]!;
  return {
    rows,
    columns: d,
    values: packed,
    order,
    codes: packCodes({ rows, columns: d, values: packed, coded: matrix.coded }),
    start: Uint32Array.from(start),
    end: Uint32Array.from(end),
    right: Uint32Array.from(right),
    box: Float64Array.from(boxes),
  };
}
