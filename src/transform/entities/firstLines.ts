import { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { cellReader } from "../../table/cellReader.ts";
import { codesOf, standTogether } from "../../table/codes.ts";
import { type Column, findColumn, missingMask, type Table } from "../../table/table.ts";
import { repeats } from "./findPersons.ts";

/** Columns that stand in the first row of each key and are blank in its other rows, as the total in a list of the lines of orders. */
export interface FirstLines {
  readonly key: string;
  readonly columns: readonly string[];
}

export const firstLinesSchema: z.ZodType<FirstLines> = z.strictObject({
  key: z.string(),
  columns: z.array(z.string()).min(1),
});

/** Columns that may name what has several rows. */
export function keysOf(specs: readonly ColumnSpec[]): string[] {
  return specs.filter(({ role, sdtype }) => role === "id" && sdtype === "id").map(({ name }) => name);
}

/** −log of the probability that all cells of a column stand in first rows by chance, at least. */
const minSurprise = 14;
/** Rows beside the first ones, at least. */
const minFurther = 20;

/** The columns of the key that has most of them; null where none has any. */
export function findFirstLines(table: Table, keys: readonly string[]): FirstLines | null {
  let best: FirstLines | null = null;
  for (const key of keys) {
    const further = furtherRows(table, key);
    if (further === null) continue;
    const columns = table.columns
      .filter((column) => column.name !== key && standsFirst(column, further))
      .map(({ name }) => name);
    if (columns.length > (best?.columns.length ?? 0)) best = { key, columns };
  }
  return best;
}

/** The table with what stands in the first row of a key in its other rows, too, where these are blank. */
export function fillDown(lines: FirstLines | null | undefined, table: Table): Table {
  const key = lines ? findColumn(table, lines.key) : undefined;
  if (!lines || key === undefined) return table;
  const { codes } = codesOf(key);
  const from = Int32Array.from(codes, (_, row) => row);
  for (let row = 1; row < codes.length; row++)
    if (codes[row]! >= 0 && codes[row] === codes[row - 1]) from[row] = from[row - 1]!;
  const names = new Set(lines.columns);
  return {
    rows: table.rows,
    columns: table.columns.map((column) => (names.has(column.name) ? filled(column, from) : column)),
  };
}

/** Blanks such columns in all rows of a key but its first, in one table after the other of the same rows in their order. */
export function blanker({ key, columns }: FirstLines): (table: Table) => Table {
  const names = new Set(columns);
  let last: string | number | null = null;
  return (table) => {
    const column = findColumn(table, key);
    if (column === undefined) return table;
    const keys = cellReader(column);
    const isFurther = new Uint8Array(table.rows);
    for (let row = 0; row < table.rows; row++) {
      const own = keys(row);
      isFurther[row] = own !== null && own === last ? 1 : 0;
      last = own;
    }
    return {
      rows: table.rows,
      columns: table.columns.map((one) => (names.has(one.name) ? blanked(one, isFurther) : one)),
    };
  };
}

/** 1 for rows whose key is that of the row before; null where the keys do not stand together, or hardly repeat. */
function furtherRows(table: Table, key: string): Uint8Array | null {
  const column = findColumn(table, key);
  if (column === undefined) return null;
  const coded = codesOf(column);
  if (!repeats(coded) || !standTogether(coded)) return null;
  const further = new Uint8Array(table.rows);
  let rows = 0;
  for (let row = 1; row < table.rows; row++)
    if (coded.codes[row]! >= 0 && coded.codes[row] === coded.codes[row - 1]) {
      further[row] = 1;
      rows++;
    }
  return rows < minFurther ? null : further;
}

function standsFirst(column: Column, further: Uint8Array): boolean {
  const missing = missingMask(column);
  let [present, others] = [0, 0];
  for (let row = 0; row < further.length; row++) {
    others += further[row]!;
    if (missing[row] === 1) continue;
    if (further[row] === 1) return false;
    present++;
  }
  return -present * Math.log(1 - others / further.length) >= minSurprise;
}

/** Where a cell is blank, that of its row in `from`. */
function filled(column: Column, from: Int32Array): Column {
  if (column.kind === "string")
    return {
      ...column,
      codes: column.codes.map((code, row) => (code < 0 ? column.codes[from[row]!]! : code)),
    };
  const { values } = column;
  return {
    ...column,
    values: values.map((value, row) => (Number.isNaN(value) ? values[from[row]!]! : value)),
  };
}

function blanked(column: Column, isFurther: Uint8Array): Column {
  if (column.kind === "string")
    return { ...column, codes: column.codes.map((code, row) => (isFurther[row] === 1 ? -1 : code)) };
  return {
    ...column,
    values: column.values.map((value, row) => (isFurther[row] === 1 ? Number.NaN : value)),
  };
}
