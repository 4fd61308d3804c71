import type { GridColumn } from "../protocol/grid.ts";
import type { ColumnFormat } from "../table/format.ts";
import type { Column } from "../table/table.ts";

/** A column of the table `grid` in DuckDB: `c0`, `c1`, … hold the cells as written, NULL where missing. */
export interface SqlColumn extends GridColumn {
  readonly format: ColumnFormat;
  /** SQL that gives what a cell is compared by: a number, milliseconds since 1970, or null where it is none. */
  readonly order: string | null;
}

/** The column whose order `order` computes; text is compared as it is written. */
export function sqlColumn(column: Column, format: ColumnFormat, order: string | null): SqlColumn {
  const kind = column.kind === "datetime" ? "date" : column.kind === "number" ? "number" : "text";
  return { name: column.name, kind: order === null ? "text" : kind, format, order };
}

/** Directives that DuckDB reads as we do. */
const sharedDirectives = /^(?:[^%]|%[YmdHMS])*$/;

/**
 * SQL for the value of a cell written in this way, from its text in column `k`; undefined where DuckDB does not read it as this program
 * does: numbers with units or thousands, dates in several forms or with fractions of seconds.
 */
export function orderFromText(column: Column, format: ColumnFormat, k: number): string | null | undefined {
  if (column.kind === "string") return null;
  if (column.kind === "number") {
    if (format.affix !== undefined) return undefined;
    return format.decimalPoint === "."
      ? `TRY_CAST(c${k} AS DOUBLE)`
      : `TRY_CAST(replace(c${k}, ',', '.') AS DOUBLE)`;
  }
  const { dateFormat, dateForms } = format;
  if (dateFormat === null || dateForms !== undefined || !sharedDirectives.test(dateFormat)) return undefined;
  if (!/%Y/.test(dateFormat) || dateFormat.includes("'")) return undefined;
  return `epoch_ms(try_strptime(c${k}, '${dateFormat}'))`;
}

/** SQL for what a cell is sorted by. */
export function sortKey({ order }: SqlColumn, k: number): string {
  return order ?? `c${k}`;
}
