import type { Rule } from "../../../config/rules/ruleSyntax.ts";
import { type Column, findColumn } from "../../../table/table.ts";
import { type DetectData, mayBind, minNamedRows } from "./detectData.ts";
import { nearShare } from "./near.ts";

/** Columns of a key, at most. */
const maxColumns = 4;
/** Cells looked at in all, at most: with many columns only some sets of four are tried. */
const maxCells = 5_000_000;
/** Rows by which the chance that two rows hold the same is estimated. */
const estimateRows = 2000;

interface KeyColumn {
  readonly name: string;
  /** 32-bit words of each row's cell, the same for equal values. */
  readonly words: Int32Array;
  readonly perCell: 1 | 2;
  /** Chance that two rows hold the same. */
  readonly same: number;
}

/**
 * The smallest sets of columns without gaps that no two rows share, or hardly any, although chance would let them.
 *
 * @param share of the work that the search may take, 0 to 1
 */
export function findKeys(data: DetectData, share: number): Rule[] {
  const { rows } = data.table;
  const columns = keyColumns(data);
  const pairs = (rows * (rows - 1)) / 2;
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows + 2)));
  const keys: number[][] = [];
  let open: { readonly at: readonly number[]; readonly same: number }[] = columns.map(({ same }, k) => ({
    at: [k],
    same,
  }));
  let cells = 0;
  for (let width = 2; width <= maxColumns; width++) {
    const next: typeof open = [];
    for (const { at, same } of open)
      for (let k = at.at(-1)! + 1; k < columns.length; k++) {
        const wider = { at: [...at, k], same: same * columns[k]!.same };
        if (
          wider.same * pairs < minNamedRows ||
          keys.some((key) => key.every((one) => wider.at.includes(one)))
        )
          continue;
        if (cells > maxCells * share) return keys.map((key) => ruleOf(key, columns));
        const own = wider.at.map((one) => columns[one]!);
        const { isKey, looked } = repeats(own, rows, table);
        cells += looked * width;
        if (isKey) keys.push(wider.at);
        else next.push(wider);
      }
    open = next;
  }
  return keys.map((key) => ruleOf(key, columns));
}

function ruleOf(key: readonly number[], columns: readonly KeyColumn[]): Rule {
  return { kind: "unique", columns: key.map((k) => columns[k]!.name), repair: false };
}

function keyColumns({ table, specs }: DetectData): KeyColumn[] {
  return specs.flatMap((spec): KeyColumn[] => {
    const column = findColumn(table, spec.name);
    if (column === undefined || !mayBind(spec) || hasGaps(column)) return [];
    const same = sameShare(column);
    if (same > 0.999) return [];
    return column.kind === "string"
      ? [{ name: spec.name, words: column.codes, perCell: 1, same }]
      : [{ name: spec.name, words: wordsOf(column.values), perCell: 2, same }];
  });
}

function wordsOf(values: Float64Array): Int32Array {
  return values.byteOffset % 4 === 0
    ? new Int32Array(values.buffer, values.byteOffset, 2 * values.length)
    : new Int32Array(Float64Array.from(values).buffer);
}

function hasGaps(column: Column): boolean {
  if (column.kind === "string") return column.codes.includes(-1);
  const { values } = column;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) return true;
  return false;
}

/** Share of pairs of rows that hold the same, by the first rows. */
function sameShare(column: Column): number {
  const cells = column.kind === "string" ? column.codes : column.values;
  const rows = Math.min(estimateRows, cells.length);
  const counts = new Map<number, number>();
  let pairs = 0;
  for (let i = 0; i < rows; i++) {
    const before = counts.get(cells[i]!) ?? 0;
    pairs += before;
    counts.set(cells[i]!, before + 1);
  }
  return (2 * pairs) / Math.max(1, rows * (rows - 1));
}

/** Whether hardly any row repeats an earlier one, and the rows looked at until that was clear. */
function repeats(
  columns: readonly KeyColumn[],
  rows: number,
  table: Int32Array,
): { readonly isKey: boolean; readonly looked: number } {
  let slots = 256;
  table.fill(0, 0, slots);
  let again = 0;
  for (let row = 0; row < rows; row++) {
    if (2 * row + 2 > slots) {
      slots *= 4;
      if (slots > table.length) slots = table.length;
      table.fill(0, 0, slots);
      again = 0;
      row = 0;
    }
    let slot = hashOf(columns, row) & (slots - 1);
    while (table[slot] !== 0 && !isSame(columns, row, table[slot]! - 1)) slot = (slot + 1) & (slots - 1);
    if (table[slot] === 0) table[slot] = row + 1;
    else if (++again > 2 + nearShare * row) return { isKey: false, looked: row };
  }
  return { isKey: true, looked: rows };
}

function hashOf(columns: readonly KeyColumn[], row: number): number {
  let hash = 17;
  for (let k = 0; k < columns.length; k++) {
    const { words, perCell } = columns[k]!;
    hash = Math.imul(hash ^ words[perCell * row]!, 0x85ebca6b);
    hash ^= hash >>> 15;
    if (perCell === 2) hash = Math.imul(hash ^ words[2 * row + 1]!, 0xc2b2ae35);
    hash ^= hash >>> 13;
  }
  return hash;
}

function isSame(columns: readonly KeyColumn[], a: number, b: number): boolean {
  for (let k = 0; k < columns.length; k++) {
    const { words, perCell } = columns[k]!;
    if (words[perCell * a] !== words[perCell * b]) return false;
    if (perCell === 2 && words[2 * a + 1] !== words[2 * b + 1]) return false;
  }
  return true;
}
