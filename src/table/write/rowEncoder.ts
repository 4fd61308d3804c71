import type { Table } from "../table.ts";
import type { CellEncoder } from "./cellEncoder.ts";

/** Turns tables into bytes, row by row, in a buffer of its own. */
export class RowEncoder {
  #out: Buffer;
  readonly #cells: readonly CellEncoder[];
  /** What comes before each cell. */
  readonly #before: readonly Buffer[];
  readonly #end: Buffer;
  readonly #fixedBytes: number;

  constructor(cells: readonly CellEncoder[], before: readonly string[], end: string, bufferBytes = 1 << 20) {
    this.#out = Buffer.allocUnsafe(bufferBytes);
    this.#cells = cells;
    this.#before = before.map((text) => Buffer.from(text));
    this.#end = Buffer.from(end);
    this.#fixedBytes = this.#before.reduce((sum, b) => sum + b.length, this.#end.length);
  }

  /** Bytes of the rows, in pieces of whole rows; a piece is valid until the next is asked for. */
  *encode(table: Table): Generator<Buffer> {
    const cells = this.#cells;
    if (table.columns.length !== cells.length)
      throw new RangeError(`table has ${table.columns.length} columns, the file ${cells.length}`);
    let room = this.#fixedBytes;
    for (let k = 0; k < cells.length; k++) {
      cells[k]!.bind(table.columns[k]!);
      room += cells[k]!.maxBytes;
    }
    if (room > this.#out.length) this.#out = Buffer.allocUnsafe(room * 2);
    const out = this.#out;
    const limit = out.length - room;
    const end = this.#end;
    let at = 0;
    for (let row = 0; row < table.rows; row++) {
      if (at > limit) {
        yield out.subarray(0, at);
        at = 0;
      }
      for (let k = 0; k < cells.length; k++) {
        const before = this.#before[k]!;
        for (let i = 0; i < before.length; i++) out[at++] = before[i]!;
        at = cells[k]!.write(row, out, at);
      }
      for (let i = 0; i < end.length; i++) out[at++] = end[i]!;
    }
    if (at > 0) yield out.subarray(0, at);
  }
}
