import type { Column, Table } from "../../table/table.ts";

/**
 * SDMetrics' TableStructure, |A ∩ B| / |A ∪ B| over (column, type): a column that is missing, new or of another type counts against it.
 * Types are those a person sees: numbers, whole numbers where the real side has no decimals, dates, text. A whole number stays one
 * when values are missing beside it.
 *
 * @param compared shared columns that were read as the same type by the config's or the inferred sdtype
 * @param dropped columns that are not to be synthesised
 */
export function tableStructure(
  real: Table,
  synthetic: Table,
  compared: ReadonlySet<string>,
  dropped: ReadonlySet<string>,
): number {
  const realColumns = real.columns.filter((c) => !dropped.has(c.name));
  const byName = new Map(realColumns.map((c) => [c.name, c]));
  let union = realColumns.length;
  let shared = 0;
  for (const column of synthetic.columns) {
    if (dropped.has(column.name)) continue;
    const other = byName.get(column.name);
    if (other !== undefined && sameType(other, column, compared.has(column.name))) shared++;
    else union++;
  }
  return union === 0 ? 1 : shared / union;
}

function sameType(real: Column, synthetic: Column, compared: boolean): boolean {
  if (real.kind === "number" && synthetic.kind === "number")
    return !whole(real.values) || whole(synthetic.values);
  if (real.kind === synthetic.kind) return true;
  return compared && (real.kind === "datetime" || synthetic.kind === "datetime");
}

function whole(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (!Number.isNaN(v) && !Number.isInteger(v)) return false;
  }
  return true;
}
