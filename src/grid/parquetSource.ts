import { resolve } from "node:path";
import { type Connection, exactPath, identifier, literal } from "../table/duckdb.ts";
import type { ColumnFormat } from "../table/format.ts";
import { refuseTooWide } from "../table/wideTable.ts";
import type { CsvSource } from "./csvSource.ts";
import type { SqlColumn } from "./gridColumns.ts";

/** A Parquet file as DuckDB reads it: what is nested or binary is shown as text, too. */
export async function parquetSource(connection: Connection, path: string): Promise<CsvSource> {
  const source = `read_parquet(${literal(exactPath(resolve(path)))}, hive_partitioning=false)`;
  const described = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)).getRows();
  refuseTooWide(described.length, path);
  const columns: SqlColumn[] = [];
  const cells: string[] = [];
  for (const [k, row] of described.entries()) {
    const name = String(row[0]);
    const type = String(row[1]);
    const value = identifier(name);
    cells.push(`CAST(${value} AS VARCHAR) AS c${k}`);
    const kind = kindOf(type);
    const order = kind === "text" ? null : `n${k}`;
    if (kind === "number") cells.push(`CAST(${value} AS DOUBLE) AS n${k}`);
    if (kind === "date") cells.push(`epoch_ms(CAST(${value} AS TIMESTAMP)) AS n${k}`);
    columns.push({ name, kind, order, format: formatOf(kind, type) });
  }
  return { columns, select: `SELECT ${cells.join(", ")} FROM ${source}` };
}

function kindOf(type: string): SqlColumn["kind"] {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL\(.*\))$/.test(type)) return "number";
  return /^(DATE|TIMESTAMP.*)$/.test(type) ? "date" : "text";
}

function formatOf(kind: SqlColumn["kind"], type: string): ColumnFormat {
  return {
    physical:
      kind === "number" ? "decimal" : kind === "date" ? (type === "DATE" ? "date" : "timestamp") : "text",
    decimals: null,
    fixedDecimals: false,
    keepPoint: false,
    dateFormat: kind === "date" ? (type === "DATE" ? "%Y-%m-%d" : "%Y-%m-%d %H:%M:%S") : null,
    missingToken: "",
    decimalPoint: ".",
    fileType: type,
  };
}
