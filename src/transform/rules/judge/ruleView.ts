import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { type Column, findColumn, type Table } from "../../../table/table.ts";
import { readNumber } from "../../spelling.ts";

/** A column or a computed value, a cell a row: NaN or null where it is missing. Dates are epoch ms. */
export type Vector =
  | { readonly kind: "number" | "date"; readonly values: Float64Array }
  | { readonly kind: "text"; readonly values: readonly (string | null)[] };

/** The columns rules are evaluated on. */
export interface RuleView {
  readonly rows: number;
  /** @throws RangeError when there is no such column */
  column(name: string): Vector;
  /** Decimals a number column is written with; null where it has no limit or is no number. */
  decimals(name: string): number | null;
  /** A column by its different values. @throws RangeError when there is no such column */
  coded?(name: string): CodedColumn;
}

/** A column by its different values: of each row an index into `texts`, −1 where missing. */
export interface CodedColumn {
  readonly codes: Int32Array;
  readonly texts: readonly string[];
}

/** The columns of a table by name. `decimals` as its file writes them. */
export function viewTable(table: Table, decimals: (name: string) => number | null = () => null): RuleView {
  const named = (name: string) => {
    const column = findColumn(table, name);
    if (column === undefined) throw new RangeError(`there is no column ${name}`);
    return column;
  };
  return {
    rows: table.rows,
    decimals,
    column: remember((name) => vectorOf(named(name))),
    coded: remember((name) => {
      const column = named(name);
      return column.kind === "string"
        ? { codes: column.codes, texts: column.dictionary }
        : codeNumbers(column.values);
    }),
  };
}

/** The same with the decimals that its columns have by their specs. */
export function viewSource(table: Table, specs: readonly ColumnSpec[]): RuleView {
  const decimals = new Map(
    specs.map((spec) => [spec.name, spec.sdtype === "numerical" ? spec.decimals : spec.format.decimals]),
  );
  return viewTable(table, (name) => decimals.get(name) ?? null);
}

function remember<T>(make: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    let value = known.get(name);
    if (value === undefined) {
      value = make(name);
      known.set(name, value);
    }
    return value;
  };
}

/** A column of any view by its different values. */
export function codedColumn(view: RuleView, name: string): CodedColumn {
  if (view.coded !== undefined) return view.coded(name);
  const vector = view.column(name);
  return vector.kind === "text" ? codeTexts(vector.values) : codeNumbers(vector.values);
}

/** Numbers by their different values, as they are printed. */
export function codeNumbers(values: Float64Array): CodedColumn {
  const index = new Map<number, number>();
  const codes = new Int32Array(values.length).fill(-1);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    let code = index.get(value);
    if (code === undefined) {
      code = index.size;
      index.set(value, code);
    }
    codes[i] = code;
  }
  return { codes, texts: Array.from(index.keys(), String) };
}

function codeTexts(values: readonly (string | null)[]): CodedColumn {
  const index = new Map<string, number>();
  const codes = new Int32Array(values.length).fill(-1);
  for (let i = 0; i < values.length; i++) {
    const text = values[i]!;
    if (text === null) continue;
    if (!index.has(text)) index.set(text, index.size);
    codes[i] = index.get(text)!;
  }
  return { codes, texts: [...index.keys()] };
}

export function vectorOf(column: Column): Vector {
  if (column.kind === "number") return { kind: "number", values: column.values };
  if (column.kind === "datetime") return { kind: "date", values: column.values };
  const { codes, dictionary } = column;
  return { kind: "text", values: Array.from(codes, (code) => (code < 0 ? null : dictionary[code]!)) };
}

/** Numbers of a vector; texts are read as numbers, NaN where they are none. */
export function numbersOf(vector: Vector): Float64Array {
  if (vector.kind !== "text") return vector.values;
  return Float64Array.from(vector.values, (text) => (text === null ? Number.NaN : readNumber(text)));
}

/** Texts of a vector, numbers as they are printed. */
export function textsOf(vector: Vector): readonly (string | null)[] {
  if (vector.kind === "text") return vector.values;
  return Array.from(vector.values, (value) => (Number.isNaN(value) ? null : String(value)));
}
