import type { Random } from "../numerics/random.ts";
import type { Column, Table } from "../table/table.ts";

/** `count` different rows of 0 … n − 1 in random order; all of them when there are no more. */
export function sampleRows(n: number, count: number, random: Random): Uint32Array {
  return random.permutation(n).subarray(0, Math.min(n, count));
}

/** Rows of both tables one after the other; the tables have the same columns on the same dictionaries. */
export function stackTables(a: Table, b: Table): Table {
  return { rows: a.rows + b.rows, columns: a.columns.map((column, k) => stack(column, b.columns[k]!)) };
}

function stack(a: Column, b: Column): Column {
  if (a.kind === "string" && b.kind === "string") {
    const codes = new Int32Array(a.codes.length + b.codes.length);
    codes.set(a.codes);
    codes.set(b.codes, a.codes.length);
    return { ...a, codes };
  }
  if (a.kind !== "string" && b.kind !== "string") {
    const values = new Float64Array(a.values.length + b.values.length);
    values.set(a.values);
    values.set(b.values, a.values.length);
    return { ...a, values };
  }
  throw new RangeError(`column ${a.name} is ${a.kind} on one side and ${b.kind} on the other`);
}
