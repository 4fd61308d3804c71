import { valueFormatter } from "../table/cells/formatCell.ts";
import type { ColumnFormat } from "../table/format.ts";
import type { Column, Table } from "../table/table.ts";
import type { PagedRows } from "./sqlResults.ts";
import { sqlKind } from "./sqlTable.ts";

/** Pages of a table in memory, values as they stand in its file. */
export function tableRows(table: Table, formats: readonly ColumnFormat[], title: string): PagedRows {
  const shown = table.columns.map((column, k) => ({
    name: column.name,
    type: sqlKind(column, formats[k]),
    show: shower(column, formats[k]),
  }));
  return {
    title,
    total: table.rows,
    page: (offset, rows) =>
      shown.map(({ name, type, show }) => ({
        name,
        type,
        values: Array.from({ length: rows }, (_, i) => show(offset + i)),
      })),
    close: () => undefined,
  };
}

function shower(column: Column, format: ColumnFormat | undefined): (row: number) => string | null {
  if (column.kind === "string")
    return (row) => (column.codes[row]! < 0 ? null : column.dictionary[column.codes[row]!]!);
  const write = format === undefined ? String : valueFormatter(format);
  return (row) => (Number.isNaN(column.values[row]!) ? null : write(column.values[row]!));
}
