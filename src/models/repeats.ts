import { type Column, columnLength, type Table, takeRows } from "../table/table.ts";
import type { ModelTable } from "../transform/modelTable.ts";

/** Rows that are looked at, at least where there are more. */
const examinedRows = 100_000;

/**
 * How often each column of a table says the same thing, on average: 1 where every row says something of its own, as many times as a
 * person or order has rows where all its rows have the same value. What is learned of a column rests on the rows divided by this.
 * Between the two by how many different values the rows of one have, against what chance would give (an intraclass correlation by counts).
 */
export function repeatsOf({ table: whole, units: all }: ModelTable): Float64Array {
  const out = new Float64Array(whole.columns.length).fill(1);
  if (all === undefined || whole.rows === 0) return out;
  const { table, units } = someUnits(whole, all);
  const sizes = new Map<number, number>();
  for (const unit of units) sizes.set(unit, (sizes.get(unit) ?? 0) + 1);
  const most = table.rows / sizes.size;
  const unitsOfSize = new Map<number, number>();
  for (const size of sizes.values()) unitsOfSize.set(size, (unitsOfSize.get(size) ?? 0) + 1);
  return out.map((_, j) => {
    const column = table.columns[j]!;
    const codes = valueCodes(column);
    const seen = new Set<number>();
    const counts = new Map<number, number>();
    for (const [row, code] of codes.entries()) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
      seen.add(units[row]! * (codes.length + 1) + code);
    }
    let byChance = 0;
    for (const [size, count] of unitsOfSize) {
      let distinct = 0;
      for (const rows of counts.values()) distinct += 1 - (1 - rows / codes.length) ** size;
      byChance += count * distinct;
    }
    const room = byChance - sizes.size;
    const sameness = room <= 0 ? 0 : Math.min(1, Math.max(0, (byChance - seen.size) / room));
    return 1 + sameness * (most - 1);
  });
}

/** All rows of some, where there are very many. */
function someUnits(table: Table, units: Int32Array): { readonly table: Table; readonly units: Int32Array } {
  if (table.rows <= examinedRows) return { table, units };
  const sizes = new Map<number, number>();
  for (const unit of units) sizes.set(unit, (sizes.get(unit) ?? 0) + 1);
  const chosen = new Set<number>();
  let rows = 0;
  for (const [unit, size] of sizes) {
    if (rows >= examinedRows) break;
    chosen.add(unit);
    rows += size;
  }
  const index = Int32Array.from(units.keys()).filter((row) => chosen.has(units[row]!));
  return { table: takeRows(table, index), units: index.map((row) => units[row]!) };
}

/** A number for each value, the same for equal ones; missing is one of them. */
function valueCodes(column: Column): Int32Array {
  if (column.kind === "string") return column.codes.map((code) => code + 1);
  const index = new Map<number, number>();
  const out = new Int32Array(columnLength(column));
  for (const [row, value] of column.values.entries()) {
    const code = index.get(value) ?? index.size;
    if (code === index.size) index.set(value, code);
    out[row] = code;
  }
  return out;
}
