import { type Column, columnLength } from "../../../src/table/table.ts";

/** Parts that numbers of many values are cut into, each with as many rows of `real`. */
const parts = 10;

/** Total variation between two columns: of their values, missing ones among them, or of ten ranges of many numbers. */
export function sharesMoved(real: Column, made: Column): number {
  const cuts = cutsOf(real);
  const [a, b] = [sharesOf(real, cuts), sharesOf(made, cuts)];
  let sum = 0;
  for (const key of new Set([...a.keys(), ...b.keys()]))
    sum += Math.abs((a.get(key) ?? 0) - (b.get(key) ?? 0)) / 2;
  return sum;
}

/** Values at which ranges begin; null where every value is looked at by itself. */
function cutsOf(column: Column): Float64Array | null {
  if (column.kind === "string" || new Set(column.values).size <= 2 * parts) return null;
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  return Float64Array.from(
    { length: parts - 1 },
    (_, i) => sorted[Math.floor((sorted.length * (i + 1)) / parts)]!,
  );
}

function sharesOf(column: Column, cuts: Float64Array | null): Map<string, number> {
  const rows = columnLength(column);
  const out = new Map<string, number>();
  const add = (key: string) => out.set(key, (out.get(key) ?? 0) + 1 / rows);
  if (column.kind === "string")
    for (const code of column.codes) add(code < 0 ? "" : column.dictionary[code]!);
  else
    for (const value of column.values)
      add(
        Number.isNaN(value) || cuts === null ? String(value) : String(cuts.findIndex((cut) => value < cut)),
      );
  return out;
}
