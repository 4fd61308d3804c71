/**
 * A columnar table. All columns have the same length.
 *
 * Missing values have one representation per kind: NaN in `number` and `datetime`, −1 in `string` codes.
 * Columns are immutable by convention: operations return new columns.
 */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

export type Column = NumberColumn | DatetimeColumn | StringColumn;

export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  /** Finite, or NaN where missing. */
  readonly values: Float64Array;
}

export interface DatetimeColumn {
  readonly kind: "datetime";
  readonly name: string;
  /** Milliseconds since 1970-01-01T00:00:00 of the wall clock as written (no time zone applied), NaN where missing. */
  readonly values: Float64Array;
  /** In which of the `dateForms` of its format each row is written; absent where in the first. */
  readonly forms?: Uint8Array;
}

/** Dictionary-encoded text; categories and booleans are text too, written as in the file. */
export interface StringColumn {
  readonly kind: "string";
  readonly name: string;
  /** Index into `dictionary`, −1 where missing. */
  readonly codes: Int32Array;
  /** Distinct values. Entries may be unused (after taking rows). */
  readonly dictionary: readonly string[];
}

/** @throws RangeError if the columns differ in length or share a name */
export function makeTable(columns: readonly Column[]): Table {
  const rows = columns.length === 0 ? 0 : columnLength(columns[0]!);
  const names = new Set<string>();
  for (const c of columns) {
    if (columnLength(c) !== rows)
      throw new RangeError(`column ${c.name} has ${columnLength(c)} rows, expected ${rows}`);
    if (names.has(c.name)) throw new RangeError(`duplicate column ${c.name}`);
    names.add(c.name);
  }
  return { rows, columns };
}

export function columnLength(column: Column): number {
  return column.kind === "string" ? column.codes.length : column.values.length;
}

/** The column of this name, or undefined. */
export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((c) => c.name === name);
}

/** The rows at `index` (repeats allowed), in that order. */
export function takeRows(table: Table, index: ArrayLike<number>): Table {
  return { rows: index.length, columns: table.columns.map((c) => takeColumn(c, index)) };
}

/** Rows `from` up to but not including `to`; the table itself where that is all of them. */
export function sliceRows(table: Table, from: number, to: number): Table {
  if (from === 0 && to === table.rows) return table;
  return takeRows(
    table,
    Int32Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i),
  );
}

/** At most so many of the first rows. */
export function firstRows(table: Table, rows: number): Table {
  return sliceRows(table, 0, Math.min(rows, table.rows));
}

export function takeColumn(column: Column, index: ArrayLike<number>): Column {
  const n = index.length;
  if (column.kind === "string") {
    const codes = new Int32Array(n);
    for (let i = 0; i < n; i++) codes[i] = column.codes[index[i]!]!;
    return { ...column, codes };
  }
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = column.values[index[i]!]!;
  if (column.kind === "number" || column.forms === undefined) return { ...column, values };
  const forms = new Uint8Array(n);
  for (let i = 0; i < n; i++) forms[i] = column.forms[index[i]!]!;
  return { ...column, values, forms };
}

/** 1 where the value is missing, else 0. */
export function missingMask(column: Column): Uint8Array {
  const n = columnLength(column);
  const mask = new Uint8Array(n);
  if (column.kind === "string") for (let i = 0; i < n; i++) mask[i] = column.codes[i]! < 0 ? 1 : 0;
  else for (let i = 0; i < n; i++) mask[i] = Number.isNaN(column.values[i]!) ? 1 : 0;
  return mask;
}

export function missingCount(column: Column): number {
  let count = 0;
  if (column.kind === "string") for (const code of column.codes) count += code < 0 ? 1 : 0;
  else for (const value of column.values) count += Number.isNaN(value) ? 1 : 0;
  return count;
}
