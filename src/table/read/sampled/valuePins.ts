import { byHash } from "./rowHash.ts";
import type { DrawnRow } from "./rowSample.ts";
import { rowsPerValue } from "./sourceSample.ts";

/** Bytes of rows that are kept for rare values, over all columns. */
const maxBytes = 64_000_000;

/** Counts the rows that some value keeps, and the memory they take. */
export class PinnedRows {
  bytes = 0;
  readonly #uses = new Map<DrawnRow, number>();

  get isFull(): boolean {
    return this.bytes > maxBytes;
  }

  keep(row: DrawnRow): void {
    const uses = this.#uses.get(row) ?? 0;
    if (uses === 0) this.bytes += row.text.length + 100;
    this.#uses.set(row, uses + 1);
  }

  drop(row: DrawnRow): void {
    const uses = this.#uses.get(row)!;
    if (uses > 1) this.#uses.set(row, uses - 1);
    else {
      this.#uses.delete(row);
      this.bytes -= row.text.length + 100;
    }
  }
}

/** The rows of the lowest hashes for each value of a column, so that none is lost in a sample. */
export class ValuePins {
  readonly #ofValue: DrawnRow[][] = [];
  readonly #kept: PinnedRows;

  constructor(kept: PinnedRows) {
    this.#kept = kept;
  }

  wants(value: number, hash: number): boolean {
    const rows = this.#ofValue[value];
    return rows === undefined || rows.length < rowsPerValue || hash < rows[rowsPerValue - 1]!.hash;
  }

  add(value: number, row: DrawnRow): void {
    this.#ofValue[value] ??= [];
    const rows = this.#ofValue[value];
    rows.push(row);
    this.#kept.keep(row);
    rows.sort(byHash);
    if (rows.length > rowsPerValue) this.#kept.drop(rows.pop()!);
  }

  of(value: number): readonly DrawnRow[] {
    return this.#ofValue[value] ?? [];
  }

  clear(): void {
    for (const rows of this.#ofValue) for (const row of rows ?? []) this.#kept.drop(row);
    this.#ofValue.length = 0;
  }
}
