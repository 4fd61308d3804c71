import type { Table } from "../table/table.ts";
import type { QualityColumn } from "./input.ts";

/** Whether learners may use the column: ids and free text identify rows instead of describing them. */
export function isPredictor(column: QualityColumn): boolean {
  return column.role !== "id" && column.role !== "drop" && column.sdtype !== "id" && column.sdtype !== "text";
}

/** The columns of these names, in the order of the table. */
export function selectColumns(table: Table, names: ReadonlySet<string>): Table {
  return { rows: table.rows, columns: table.columns.filter((c) => names.has(c.name)) };
}
