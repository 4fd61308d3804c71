import { byHash } from "./rowHash.ts";

/** A row that may be drawn. `text` holds its bytes, one a character. */
export interface DrawnRow {
  readonly row: number;
  readonly hash: number;
  readonly text: string;
}

/** The rows of the lowest hashes among those seen, in memory that depends on the size of the sample alone. */
export class RowSample {
  #rows: DrawnRow[] = [];
  #below = 2 ** 32;
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Whether a row of this hash may still be drawn. */
  wants(hash: number): boolean {
    return hash < this.#below;
  }

  add(row: DrawnRow): void {
    this.#rows.push(row);
    if (this.#rows.length <= this.#size * 1.5) return;
    this.#rows = this.#lowest();
    // of equal hashes the first row is drawn, and later rows come later
    this.#below = this.#rows.at(-1)!.hash;
  }

  /** At most as many rows as were asked for. */
  rows(): readonly DrawnRow[] {
    return this.#lowest();
  }

  #lowest(): DrawnRow[] {
    return this.#rows.sort(byHash).slice(0, this.#size);
  }
}
