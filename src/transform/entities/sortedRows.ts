import type { Column } from "../../table/table.ts";

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
  const packed = Float64Array.from(among, (row, at) => key[row]! * rows + at).sort();
  return Int32Array.from(packed, (one) => among[one % rows]!);
}

/** Each value's place among the column's different values, from 0, and how many there may be. */
function placesOf(column: Column): { readonly places: Float64Array<ArrayBuffer>; readonly size: number } {
  if (column.kind === "string")
    return {
      places: Float64Array.from(column.codes, (code) => code + 1),
      size: column.dictionary.length + 1,
    };
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  let size = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[size - 1]) sorted[size++] = sorted[i]!;
  const places = Float64Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return 0;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  });
  return { places, size: size + 1 };
}
