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
}

/** The columns of a table by name. `decimals` as its file writes them. */
export function viewTable(table: Table, decimals: (name: string) => number | null = () => null): RuleView {
  const known = new Map<string, Vector>();
  return {
    rows: table.rows,
    decimals,
    column(name) {
      let vector = known.get(name);
      if (vector === undefined) {
        const column = findColumn(table, name);
        if (column === undefined) throw new RangeError(`there is no column ${name}`);
        vector = vectorOf(column);
        known.set(name, vector);
      }
      return vector;
    },
  };
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
