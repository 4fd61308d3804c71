import { Random } from "../../../src/numerics/random.ts";
import {
  type Column,
  makeTable,
  type NumberColumn,
  type StringColumn,
  type Table,
} from "../../../src/table/table.ts";

export function numberColumn(name: string, values: ArrayLike<number>): NumberColumn {
  return { kind: "number", name, values: Float64Array.from(values) };
}

/** Null is missing. */
export function stringColumn(name: string, values: readonly (string | null)[]): StringColumn {
  const dictionary = [...new Set(values.filter((v) => v !== null))];
  return {
    kind: "string",
    name,
    dictionary,
    codes: Int32Array.from(values, (v) => (v === null ? -1 : dictionary.indexOf(v))),
  };
}

export function table(...columns: Column[]): Table {
  return makeTable(columns);
}

/** Two uniform columns; the label is 1 where exactly one of them is above ½. */
export function xorTable(rows: number, seed: number): { table: Table; labels: Uint8Array } {
  const random = new Random(seed);
  const a = Float64Array.from({ length: rows }, () => random.uniform());
  const b = Float64Array.from({ length: rows }, () => random.uniform());
  const labels = Uint8Array.from(a, (v, i) => (v > 0.5 !== b[i]! > 0.5 ? 1 : 0));
  return { table: table(numberColumn("a", a), numberColumn("b", b)), labels };
}

/** A smooth function of two numbers and a category, with a little noise. */
export function surfaceTable(rows: number, seed: number): { table: Table; values: Float64Array } {
  const random = new Random(seed);
  const x = Float64Array.from({ length: rows }, () => random.uniform() * 6);
  const y = Float64Array.from({ length: rows }, () => random.normal());
  const kinds = ["low", "high", "middle", "none"];
  const shift = [-2, 3, 0.5, 0];
  const k = Array.from({ length: rows }, () => random.below(4));
  const values = x.map((v, i) => Math.sin(v) * 2 + 0.5 * y[i]! + shift[k[i]!]! + 0.1 * random.normal());
  return {
    table: table(numberColumn("x", x), numberColumn("y", y), {
      kind: "string",
      name: "k",
      dictionary: kinds,
      codes: Int32Array.from(k),
    }),
    values,
  };
}

export function columnOf(values: Float64Array, outputs: number, k: number): number[] {
  return Array.from({ length: values.length / outputs }, (_, i) => values[i * outputs + k]!);
}
