import type { RowMatrix } from "./rowSpace.ts";

const codesPerWord = 8;

/**
 * The coded columns of rows, four bits each, eight to a word: two rows whose nibbles differ in m places differ in at least m
 * columns, so m bounds their distance from below at the price of a few integer operations.
 */
export interface PackedCodes {
  /** Words per row. */
  readonly width: number;
  /** rows × width. */
  readonly words: Int32Array;
  /** Coded column of each nibble, lowest first. */
  readonly columns: readonly number[];
}

export function packCodes(matrix: RowMatrix): PackedCodes {
  const columns = matrix.coded ?? [];
  const width = Math.ceil(columns.length / codesPerWord);
  const words = new Int32Array(matrix.rows * width);
  columns.forEach((column, k) => {
    const shift = 4 * (k % codesPerWord);
    for (let i = 0, at = k >> 3; i < matrix.rows; i++, at += width)
      words[at] = words[at]! | (((matrix.values[i * matrix.columns + column]! + 1) & 15) << shift);
  });
  return { width, words, columns };
}

/** Ones in the nibbles of the columns that count. */
export function nibbleMask(codes: PackedCodes, active: Int32Array): Int32Array {
  const mask = new Int32Array(codes.width);
  codes.columns.forEach((column, k) => {
    if (active.includes(column)) mask[k >> 3] = mask[k >> 3]! | (15 << (4 * (k % codesPerWord)));
  });
  return mask;
}

/** How many nibbles of a word, an exclusive or of two, are not zero. */
export function differingNibbles(word: number): number {
  let x = word | (word >>> 1);
  x |= x >>> 2;
  return Math.imul(x & 0x11111111, 0x11111111) >>> 28;
}
