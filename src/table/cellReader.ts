import type { Column } from "./table.ts";

/** Reads the cells of a column: a text, a number (of a date its milliseconds), or null where missing. */
export function cellReader(column: Column): (row: number) => string | number | null {
  if (column.kind === "string")
    return (row) => (column.codes[row]! < 0 ? null : column.dictionary[column.codes[row]!]!);
  return (row) => (Number.isNaN(column.values[row]!) ? null : column.values[row]!);
}
