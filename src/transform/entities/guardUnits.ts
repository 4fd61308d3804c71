import type { ColumnSpec } from "../../config/columnSpec.ts";
import type { Random } from "../../numerics/random.ts";
import { codesOf } from "../../table/codes.ts";
import { type Column, findColumn, type Table } from "../../table/table.ts";
import { type EntityPlan, levelOf } from "./entityPlan.ts";
import { smoothUnits } from "./smoothUnits.ts";

/** The column's key: that of the outermost entity in all rows of which it is the same. */
function keyColumn(table: Table, entities: readonly EntityPlan[], name: string): Column | undefined {
  const level = levelOf(entities, name);
  return level < 0 ? undefined : findColumn(table, entities[level]!.key);
}

/** The table with the dates and numbers of single entities drawn again, where these have several rows. */
export function smoothed(
  table: Table,
  specs: readonly ColumnSpec[],
  entities: readonly EntityPlan[],
  random: Random,
): Table {
  if (entities.length === 0) return table;
  const learned = specs.filter(({ role }) => role !== "id" && role !== "drop");
  const k = new Map(learned.map(({ name, minCategoryCount }) => [name, minCategoryCount]));
  return {
    ...table,
    columns: table.columns.map((column) => {
      const key = keyColumn(table, entities, column.name);
      if (key === undefined || (k.get(column.name) ?? 1) < 2) return column;
      return smoothUnits(column, key, k.get(column.name)!, random.fork(`smooth ${column.name}`));
    }),
  };
}

/** Counts entities, not rows, where a column is the same in all rows of one: the least count in rows that does so. */
export function guarded(table: Table, spec: ColumnSpec, entities: readonly EntityPlan[]): ColumnSpec {
  const key = keyColumn(table, entities, spec.name);
  const column = findColumn(table, spec.name);
  if (key === undefined || column === undefined || spec.minCategoryCount < 2) return spec;
  if (spec.role === "drop" || spec.personal?.replace === "invent") return spec;
  return { ...spec, minCategoryCount: rowsOfUnits(column, key, spec.minCategoryCount) };
}

/**
 * Rows from which on every value of the column belongs to `k` entities or more: a value with many rows may still be one person's.
 */
function rowsOfUnits(column: Column, key: Column, k: number): number {
  const values = codesOf(column);
  const units = codesOf(key);
  const rows = new Int32Array(values.distinct);
  const seen = new Set<number>();
  const count = new Int32Array(values.distinct);
  for (let i = 0; i < values.codes.length; i++) {
    const value = values.codes[i]!;
    const unit = units.codes[i]!;
    if (value < 0) continue;
    rows[value]!++;
    const pair = unit < 0 ? -1 - i : value * units.distinct + unit;
    if (seen.has(pair)) continue;
    seen.add(pair);
    count[value]!++;
  }
  let least = k;
  for (let value = 0; value < values.distinct; value++)
    if (count[value]! < k) least = Math.max(least, rows[value]! + 1);
  return least;
}
