import type { DuckDBValue } from "@duckdb/node-api";
import { own } from "../jsonc/own.ts";
import { nextTurn } from "../numerics/breathe.ts";
import { type Connection, identifier } from "../table/duckdb.ts";
import type { ColumnFormat } from "../table/format.ts";
import type { Column, Table } from "../table/table.ts";

/** Rows of one DuckDB vector. */
const chunkRows = 2048;

interface SqlTable {
  readonly name: string;
  readonly table: Table;
  readonly formats: readonly ColumnFormat[];
}

/** Makes `name` a table of this DuckDB with columns of the nearest SQL types. @throws the signal's reason when aborted */
export async function loadSqlTable(
  connection: Connection,
  { name, table, formats }: SqlTable,
  signal: AbortSignal,
): Promise<void> {
  const duckdb = await import("@duckdb/node-api");
  const kinds = table.columns.map((column, k) => sqlKind(column, formats[k]));
  const declared = table.columns.map((column, k) => `${identifier(column.name)} ${kinds[k]}`);
  await connection.run(`CREATE TABLE ${identifier(name)} (${declared.join(", ")})`);
  const types = kinds.map((kind) => duckdb[kind]);
  const readers = table.columns.map((column, k) => readerOf(column, kinds[k]!, duckdb));
  const appender = await connection.createAppender(name);
  for (let start = 0; start < table.rows; start += chunkRows) {
    const n = Math.min(chunkRows, table.rows - start);
    const chunk = duckdb.DuckDBDataChunk.create(types, n);
    chunk.setColumns(readers.map((read) => Array.from({ length: n }, (_, i) => read(start + i))));
    appender.appendDataChunk(chunk);
    if ((start / chunkRows) % 32 === 31) {
      await nextTurn();
      signal.throwIfAborted();
    }
  }
  appender.closeSync();
}

/** Types that columns have in queries. */
export type SqlKind = "INTEGER" | "BIGINT" | "DOUBLE" | "BOOLEAN" | "VARCHAR" | "DATE" | "TIMESTAMP" | "TIME";

/** Returns the nearest SQL type of a column; grids of tables name the same. */
export function sqlKind(column: Column, format: ColumnFormat | undefined): SqlKind {
  if (column.kind === "datetime")
    return format?.physical === "date" ? "DATE" : format?.physical === "time" ? "TIME" : "TIMESTAMP";
  if (column.kind === "number") {
    if (format?.physical !== "integer") return "DOUBLE";
    return column.values.every((v) => Number.isNaN(v) || Math.abs(v) < 2 ** 31) ? "INTEGER" : "BIGINT";
  }
  const words =
    format?.physical === "boolean" && column.dictionary.every((word) => /^(true|false)$/i.test(word));
  return words ? "BOOLEAN" : "VARCHAR";
}

function readerOf(
  column: Column,
  kind: SqlKind,
  duckdb: typeof import("@duckdb/node-api"),
): (row: number) => DuckDBValue {
  if (column.kind === "string") {
    const values: DuckDBValue[] =
      kind === "BOOLEAN" ? column.dictionary.map((word) => /^true$/i.test(word)) : [...column.dictionary];
    return (row) => (column.codes[row]! < 0 ? null : values[column.codes[row]!]!);
  }
  const make: Readonly<Record<string, (v: number) => DuckDBValue>> = {
    BIGINT: (v) => BigInt(v),
    DATE: (v) => new duckdb.DuckDBDateValue(Math.floor(v / 86_400_000)),
    TIMESTAMP: (v) => new duckdb.DuckDBTimestampValue(BigInt(Math.round(v * 1000))),
    TIME: (v) =>
      new duckdb.DuckDBTimeValue(BigInt(Math.round((((v % 86_400_000) + 86_400_000) % 86_400_000) * 1000))),
  };
  const convert = own(make, kind) ?? ((v: number) => v);
  return (row) => (Number.isNaN(column.values[row]!) ? null : convert(column.values[row]!));
}
