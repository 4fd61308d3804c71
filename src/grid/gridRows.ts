import type { DuckDBValue } from "@duckdb/node-api";
import { cutText } from "../jsonc/quote.ts";
import { nextTurn } from "../numerics/breathe.ts";
import type { GridPage } from "../protocol/grid.ts";
import { formatCell, valueFormatter } from "../table/cells/formatCell.ts";
import type { Connection } from "../table/duckdb.ts";
import type { LoadedTable } from "../table/read/read.ts";
import { type SqlColumn, sqlColumn } from "./gridColumns.ts";

/** Rows of one DuckDB vector. */
const chunkRows = 2048;
/** Characters of a cell that are shown: one may hold a book. */
export const shownCharacters = 400;

/** The first `rows` of a table as a page, cells as written. */
export function firstPage({ table, formats }: LoadedTable, rows: number): GridPage {
  const n = Math.min(rows, table.rows);
  const columns = table.columns.map((column, k) => {
    const missing =
      column.kind === "string"
        ? (i: number) => column.codes[i]! < 0
        : (i: number) => Number.isNaN(column.values[i]!);
    return Array.from({ length: n }, (_, i) =>
      missing(i) ? null : cutText(formatCell(column, i, formats[k]!), shownCharacters),
    );
  });
  return { offset: 0, numbers: Array.from({ length: n }, (_, i) => i), columns };
}

/** Columns of a table that our own reader read: what cells are compared by stands in `n0`, `n1`, … of `grid`. */
export function readColumns({ table, formats }: LoadedTable): SqlColumn[] {
  return table.columns.map((column, k) =>
    sqlColumn(column, formats[k]!, column.kind === "string" ? null : `n${k}`),
  );
}

/** Makes `grid` from a table: `c0` … as written, `n0` … as numbers. @throws the signal's reason when aborted */
export async function fillGrid(
  connection: Connection,
  { table, formats }: LoadedTable,
  signal: AbortSignal,
): Promise<void> {
  const { DuckDBDataChunk, VARCHAR, DOUBLE } = await import("@duckdb/node-api");
  const ordered = table.columns.flatMap((column, k) => (column.kind === "string" ? [] : [k]));
  const names = [...table.columns.map((_, k) => `c${k} VARCHAR`), ...ordered.map((k) => `n${k} DOUBLE`)];
  await connection.run(`CREATE TABLE grid (${names.join(", ")})`);
  const types = [...table.columns.map(() => VARCHAR), ...ordered.map(() => DOUBLE)];
  const readers: ((row: number) => DuckDBValue)[] = table.columns.map((column, k) => {
    if (column.kind === "string")
      return (i) => (column.codes[i]! < 0 ? null : column.dictionary[column.codes[i]!]!);
    if (column.kind === "datetime" && column.forms !== undefined)
      return (i) => (Number.isNaN(column.values[i]!) ? null : formatCell(column, i, formats[k]!));
    const write = valueFormatter(formats[k]!);
    return (i) => (Number.isNaN(column.values[i]!) ? null : write(column.values[i]!));
  });
  for (const k of ordered) {
    const column = table.columns[k]!;
    if (column.kind !== "string")
      readers.push((i) => (Number.isNaN(column.values[i]!) ? null : column.values[i]!));
  }
  const appender = await connection.createAppender("grid");
  for (let start = 0; start < table.rows; start += chunkRows) {
    const n = Math.min(chunkRows, table.rows - start);
    const chunk = DuckDBDataChunk.create(types, n);
    chunk.setColumns(readers.map((read) => Array.from({ length: n }, (_, i) => read(start + i))));
    appender.appendDataChunk(chunk);
    if ((start / chunkRows) % 16 === 15) {
      await nextTurn();
      signal.throwIfAborted();
    }
  }
  appender.closeSync();
}
