import { type Column, columnLength } from "../../table/table.ts";

/** Packed with its row, a place among as many different rows is still exact. */
const maxPacked = 200_000;

/**
 * Row numbers in the order of the columns' values, text columns first, missing numbers before all others. Rows that are alike come in the
 * order of `among`, all row numbers; in their own where it is left out.
 */
export function sortedRows(
  columns: readonly Column[],
  rows: number,
  among: Int32Array = Int32Array.from({ length: rows }, (_, i) => i),
): Int32Array {
  let key = new Float64Array(rows);
  let size = 1;
  for (const column of columns.toSorted(
    (a, b) => Number(a.kind !== "string") - Number(b.kind !== "string"),
  )) {
    const next = placesOf(column);
    if (size * next.size > Number.MAX_SAFE_INTEGER / Math.max(1, rows)) {
      const dense = placesOf({ kind: "number", name: column.name, values: key });
      key = dense.places;
      size = dense.size;
    }
    for (let i = 0; i < rows; i++) key[i] = key[i]! * next.size + next.places[i]!;
    size *= next.size;
  }
  if (rows > maxPacked || size > Number.MAX_SAFE_INTEGER / Math.max(1, rows))
    return Int32Array.from({ length: rows }, (_, at) => at)
      .sort((a, b) => key[among[a]!]! - key[among[b]!]! || a - b)
      .map((at) => among[at]!);
  const packed = new Float64Array(rows);
  for (let at = 0; at < rows; at++) packed[at] = key[among[at]!]! * rows + at;
  packed.sort();
  const order = new Int32Array(rows);
  for (let at = 0; at < rows; at++) order[at] = among[packed[at]! % rows]!;
  return order;
}

/** Each value's place among the column's different values, from 0, and how many there may be. */
function placesOf(column: Column): { readonly places: Float64Array<ArrayBuffer>; readonly size: number } {
  const places = new Float64Array(columnLength(column));
  if (column.kind === "string") {
    for (let row = 0; row < places.length; row++) places[row] = column.codes[row]! + 1;
    return { places, size: column.dictionary.length + 1 };
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  let size = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[size - 1]) sorted[size++] = sorted[i]!;
  for (let row = 0; row < places.length; row++) {
    const value = column.values[row]!;
    if (Number.isNaN(value)) continue;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    places[row] = low + 1;
  }
  return { places, size: size + 1 };
}
