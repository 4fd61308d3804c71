import type { GridPage } from "../../src/protocol/grid.ts";

export const blockRows = 200;
const maxBlocks = 60;

/** Rows that are here already, in blocks. */
export class PageCache {
  readonly #blocks = new Map<number, GridPage>();
  readonly #asked = new Set<number>();

  clear(): void {
    this.#blocks.clear();
    this.#asked.clear();
  }

  add(page: GridPage): void {
    const block = Math.floor(page.offset / blockRows);
    this.#asked.delete(block);
    this.#blocks.delete(block);
    this.#blocks.set(block, page);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > maxBlocks && oldest !== undefined) this.#blocks.delete(oldest);
  }

  /** The cell, undefined where its row is not here; null where it is missing. */
  cell(row: number, column: number): string | null | undefined {
    const page = this.#blocks.get(Math.floor(row / blockRows));
    return page?.columns[column]?.[row % blockRows];
  }

  /** Number of the row in the file, from 0. */
  numberOf(row: number): number | undefined {
    return this.#blocks.get(Math.floor(row / blockRows))?.numbers[row % blockRows];
  }

  /** Offsets of the blocks of these rows that are neither here nor asked for; they count as asked for from now on. */
  missing(from: number, to: number): number[] {
    const offsets: number[] = [];
    for (let block = Math.floor(from / blockRows); block <= Math.floor(to / blockRows); block++) {
      if (this.#blocks.has(block) || this.#asked.has(block)) continue;
      this.#asked.add(block);
      offsets.push(block * blockRows);
    }
    return offsets;
  }
}
