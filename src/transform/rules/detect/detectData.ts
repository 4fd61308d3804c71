import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { Random } from "../../../numerics/random.ts";
import { type Column, findColumn, type Table, takeColumn, takeRows } from "../../../table/table.ts";
import { isFlag } from "../judge/flags.ts";
import { numbersOf, vectorOf } from "../judge/ruleView.ts";

export interface NumberColumn {
  readonly name: string;
  readonly values: Float64Array;
  readonly decimals: number | null;
}

/** What detection looks at: columns by kind, over the training rows not held out for it. */
export interface DetectData {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
  readonly numbers: readonly NumberColumn[];
  readonly dates: readonly NumberColumn[];
  readonly flags: readonly NumberColumn[];
  /** Discrete columns with few values whose names may be told. */
  readonly categories: readonly Category[];
}

export interface Category {
  readonly name: string;
  /** Of each row, −1 missing. */
  readonly codes: Int32Array;
  readonly values: readonly (string | number)[];
  readonly counts: readonly number[];
  /** Rows that must hold a value for a rule to name it. */
  readonly minRows: number;
}

const maxCategories = 100;

/** Rows that must hold a value for a rule to name it, at least. */
export const minNamedRows = 20;

export function readDetectData(table: Table, specs: readonly ColumnSpec[]): DetectData {
  const usable = specs.flatMap((spec) => {
    const column = findColumn(table, spec.name);
    const side = spec.role === "drop" || spec.role === "id" || spec.sdtype === "id" || spec.sdtype === "text";
    return column === undefined || side ? [] : [{ spec, column }];
  });
  const numeric = usable.filter(({ column }) => column.kind === "number");
  const flags = numeric.filter(({ column }) => isFlag(vectorOf(column)) && varies(column));
  return {
    table,
    specs,
    numbers: numeric.filter(({ column }) => varies(column)).map(toNumbers),
    dates: usable.filter(({ column }) => column.kind === "datetime" && varies(column)).map(toNumbers),
    flags: flags.map(toNumbers),
    categories: usable.flatMap(({ spec, column }) => {
      if (spec.sdtype === "numerical" || spec.sdtype === "datetime" || spec.role === "sensitive") return [];
      const category = toCategory(column, spec);
      return category === null ? [] : [category];
    }),
  };
}

function varies(column: Column): boolean {
  const values = numbersOf(vectorOf(column));
  const first = values.find((value) => !Number.isNaN(value));
  return first !== undefined && values.some((value) => !Number.isNaN(value) && value !== first);
}

function toNumbers({ spec, column }: { spec: ColumnSpec; column: Column }): NumberColumn {
  const decimals = spec.sdtype === "numerical" ? spec.decimals : spec.format.decimals;
  return { name: spec.name, values: numbersOf(vectorOf(column)), decimals };
}

function toCategory(column: Column, spec: ColumnSpec): Category | null {
  const index = new Map<string | number, number>();
  const counts: number[] = [];
  const rows = column.kind === "string" ? column.codes.length : column.values.length;
  const codes = new Int32Array(rows).fill(-1);
  for (let i = 0; i < rows; i++) {
    const cell = column.kind === "string" ? column.dictionary[column.codes[i]!] : column.values[i]!;
    if (cell === undefined || (typeof cell === "number" && Number.isNaN(cell))) continue;
    let code = index.get(cell);
    if (code === undefined) {
      if (index.size === maxCategories) return null;
      code = index.size;
      index.set(cell, code);
      counts.push(0);
    }
    counts[code]!++;
    codes[i] = code;
  }
  if (index.size < 2) return null;
  const minRows = Math.max(minNamedRows, spec.minCategoryCount);
  return { name: spec.name, codes, values: [...index.keys()], counts, minRows };
}

/** A fifth of the rows, drawn for detection alone, and the others. */
export function splitForDetection(
  table: Table,
  seed: number,
): { readonly learned: Table; readonly held: Table } {
  const order = new Random(seed).fork("rules found").permutation(table.rows);
  const held = Math.floor(table.rows / 5);
  const sorted = (from: number, to: number) => order.slice(from, to).sort();
  return { learned: takeRows(table, sorted(held, table.rows)), held: takeRows(table, sorted(0, held)) };
}

/** Rows whose columns have nothing to do with one another: each shuffled by itself. */
export function shuffleColumns(table: Table, seed: number): Table {
  const random = new Random(seed).fork("chance");
  return {
    rows: table.rows,
    columns: table.columns.map((column) => takeColumn(column, random.permutation(table.rows))),
  };
}
