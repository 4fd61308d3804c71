import { lexeme, parseNumber } from "../numberLexeme.ts";

/**
 * Rows that are read at each end of a column of numbers or dates: as many as decide the range that may be told of all rows of the file
 * (`protectedRange` looks at 2 k rows from each end, and k is 5).
 */
export const rowsPerEnd = 10;

/** A sample of fewer rows would show too many of them at the ends: the range of such a sample is its own. */
const minSample = 20_000;

export function readsEnds(size: number): boolean {
  return size >= minSample;
}

/** The rows of the lowest and the highest values, of equal values those that come first. */
export class TailRows<T> {
  readonly #low: { readonly key: number; readonly row: T }[] = [];
  readonly #high: { readonly key: number; readonly row: T }[] = [];

  /** `row` gives the row of this key where it is wanted. NaN is no value. */
  see(key: number, row: () => T): void {
    if (Number.isNaN(key)) return;
    insert(this.#low, key, row);
    insert(this.#high, -key, row);
  }

  rows(): T[] {
    return [...this.#low, ...this.#high].map(({ row }) => row);
  }
}

function insert<T>(ends: { readonly key: number; readonly row: T }[], key: number, row: () => T): void {
  if (ends.length === rowsPerEnd && key >= ends[rowsPerEnd - 1]!.key) return;
  let at = ends.length;
  while (at > 0 && ends[at - 1]!.key > key) at--;
  ends.splice(at, 0, { key, row: row() });
  if (ends.length > rowsPerEnd) ends.pop();
}

/** What a cell is ordered by: its number, or the milliseconds of an ISO date (`2024-01-31`, with a time or without); NaN for others. */
export function orderKey(bytes: Uint8Array, start: number, end: number, decimalComma: boolean): number {
  if (parseNumber(bytes, start, end, decimalComma)) return lexeme.value;
  return isoKey(bytes, start, end);
}

function isoKey(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 10 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return Number.NaN;
  const year = digits(bytes, start, 4);
  const month = digits(bytes, start + 5, 2);
  const day = digits(bytes, start + 8, 2);
  if (end - start < 16) return Date.UTC(year, month - 1, day);
  const hour = digits(bytes, start + 11, 2);
  const minute = digits(bytes, start + 14, 2);
  const second = end - start < 19 ? 0 : digits(bytes, start + 17, 2);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
