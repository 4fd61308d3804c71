import type { Column } from "../../table/table.ts";

/**
 * Rows grouped by equality in all the given columns (missing equals missing, 0 equals −0). Rows are hashed, then compared
 * value by value: a hash collision never joins two groups.
 */
export class RowGroups {
  /** Group of each row, numbered by first appearance. */
  readonly groupOf: Uint32Array;
  /** Rows per group. */
  readonly sizes: Uint32Array;
  /** First row of each group. */
  readonly first: Uint32Array;
  readonly #columns: readonly Column[];
  readonly #slots: Int32Array;
  readonly #hashes: Uint32Array;

  constructor(columns: readonly Column[], rows: number) {
    this.#columns = columns;
    this.#hashes = hashRows(columns, rows);
    let size = 16;
    while (size < rows * 2) size *= 2;
    this.#slots = new Int32Array(size).fill(-1);
    this.groupOf = new Uint32Array(rows);
    const first = new Uint32Array(rows);
    const sizes = new Uint32Array(rows);
    let groups = 0;
    for (let row = 0; row < rows; row++) {
      let slot = this.#hashes[row]! & (size - 1);
      for (;;) {
        const group = this.#slots[slot]!;
        if (group < 0) {
          this.#slots[slot] = groups;
          first[groups] = row;
          sizes[groups] = 1;
          this.groupOf[row] = groups++;
          break;
        }
        if (
          this.#hashes[first[group]!] === this.#hashes[row] &&
          equalRows(columns, first[group]!, columns, row)
        ) {
          sizes[group]!++;
          this.groupOf[row] = group;
          break;
        }
        slot = (slot + 1) & (size - 1);
      }
    }
    this.first = first.slice(0, groups);
    this.sizes = sizes.slice(0, groups);
  }

  /**
   * The group each row of another table falls in, −1 for none. `columns` correspond to those of the constructor one by one and
   * share their dictionaries.
   */
  find(columns: readonly Column[], rows: number): Int32Array {
    const hashes = hashRows(columns, rows);
    const found = new Int32Array(rows).fill(-1);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < rows; row++) {
      let slot = hashes[row]! & mask;
      for (let group = this.#slots[slot]!; group >= 0; group = this.#slots[slot]!) {
        const other = this.first[group]!;
        if (this.#hashes[other] === hashes[row] && equalRows(this.#columns, other, columns, row)) {
          found[row] = group;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
    return found;
  }
}

function hashRows(columns: readonly Column[], rows: number): Uint32Array {
  const hashes = new Uint32Array(rows).fill(0x9e3779b9);
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  for (const column of columns) {
    if (column.kind === "string") {
      for (let i = 0; i < rows; i++) hashes[i] = mix(hashes[i]!, column.codes[i]!);
    } else {
      for (let i = 0; i < rows; i++) {
        const v = column.values[i]!;
        double[0] = Number.isNaN(v) ? Number.POSITIVE_INFINITY : v + 0;
        hashes[i] = mix(mix(hashes[i]!, words[0]!), words[1]!);
      }
    }
  }
  for (let i = 0; i < rows; i++) hashes[i] = hashes[i]! ^ (hashes[i]! >>> 15);
  return hashes;
}

function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function equalRows(a: readonly Column[], i: number, b: readonly Column[], j: number): boolean {
  for (let c = 0; c < a.length; c++) {
    const left = a[c]!;
    const right = b[c]!;
    if (left.kind === "string") {
      if (right.kind !== "string" || left.codes[i] !== right.codes[j]) return false;
    } else {
      if (right.kind === "string") return false;
      const x = left.values[i]!;
      const y = right.values[j]!;
      if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return false;
    }
  }
  return true;
}
