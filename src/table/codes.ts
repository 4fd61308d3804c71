import type { Column, StringColumn } from "./table.ts";

/** A column as numbers of its different values, from 0 in the order of their first rows. */
export interface Coded {
  /** The value's number in every row, −1 where missing. */
  readonly codes: Int32Array;
  readonly distinct: number;
}

export function codesOf(column: Column): Coded {
  return column.kind === "string" ? renumbered(column) : numbersOf(column.values);
}

function renumbered({ codes: old, dictionary }: StringColumn): Coded {
  const codes = new Int32Array(old.length);
  const newCodes = new Int32Array(dictionary.length).fill(-1);
  let distinct = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = old[i]!;
    if (code < 0) codes[i] = -1;
    else {
      if (newCodes[code]! < 0) newCodes[code] = distinct++;
      codes[i] = newCodes[code]!;
    }
  }
  return { codes, distinct };
}

function numbersOf(values: Float64Array): Coded {
  const codes = new Int32Array(values.length);
  const index = new Map<number, number>();
  for (let i = 0; i < codes.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      codes[i] = -1;
      continue;
    }
    let code = index.get(value);
    if (code === undefined) {
      code = index.size;
      index.set(value, code);
    }
    codes[i] = code;
  }
  return { codes, distinct: index.size };
}

/** Whether all rows of a key have the same value, missing being one. */
export function follows(other: Int32Array, key: Coded): boolean {
  const seen = new Int32Array(key.distinct).fill(-2);
  for (let i = 0; i < other.length; i++) {
    const code = key.codes[i]!;
    if (code < 0) continue;
    if (seen[code] === -2) seen[code] = other[i]!;
    else if (seen[code] !== other[i]) return false;
  }
  return true;
}

/** Whether the rows of a key follow each other, but for a tenth of the keys. */
export function standTogether({ codes, distinct }: Coded): boolean {
  let runs = 0;
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0 && (i === 0 || codes[i] !== codes[i - 1])) runs++;
  return runs <= 1.1 * distinct;
}
