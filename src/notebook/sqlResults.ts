import { randomBytes } from "node:crypto";
import type { DuckDBMaterializedResult } from "@duckdb/node-api";
import type { GridJson } from "../protocol/notebook.ts";
import { type Connection, identifier, openDuckDb } from "../table/duckdb.ts";
import type { ColumnFormat } from "../table/format.ts";
import type { Table } from "../table/table.ts";
import { readSqlError, SqlError } from "./sqlError.ts";
import { checkStatement } from "./sqlGuard.ts";
import { loadSqlTable } from "./sqlTable.ts";

export interface SqlInput {
  readonly name: string;
  readonly table: Table;
  readonly formats: readonly ColumnFormat[];
}

/** Anything whose rows can be fetched by place. */
export interface PagedRows {
  readonly title: string;
  readonly total: number;
  page(offset: number, rows: number): GridJson["columns"];
  close(): void;
}

/** Results that are still open, so that a grid can ask for other pages; the oldest is closed when there are too many. */
export class OpenResults {
  readonly #open = new Map<string, PagedRows>();
  readonly #most: number;

  constructor(most = 6) {
    this.#most = most;
  }

  /** The first page, with a handle for the others when there are any. */
  add(rows: PagedRows, first: number): GridJson {
    const handle = randomBytes(8).toString("hex");
    const grid = this.#grid(rows, handle, 0, first);
    if (rows.total <= first) {
      rows.close();
      return { ...grid, handle: null };
    }
    this.#open.set(handle, rows);
    const [oldest] = this.#open;
    if (this.#open.size > this.#most && oldest !== undefined) {
      this.#open.delete(oldest[0]);
      oldest[1].close();
    }
    return grid;
  }

  /** Undefined when the result was closed in the meantime: its cell must be run again. */
  page(handle: string, offset: number, rows: number): GridJson | undefined {
    const found = this.#open.get(handle);
    return found && this.#grid(found, handle, offset, rows);
  }

  #grid(found: PagedRows, handle: string, offset: number, rows: number): GridJson {
    const start = Math.max(0, Math.min(Math.floor(offset), found.total));
    const n = Math.max(0, Math.min(Math.floor(rows), found.total - start, 5000));
    return {
      version: 1,
      title: found.title,
      handle,
      total: found.total,
      offset: start,
      columns: found.page(start, n),
    };
  }
}

/**
 * Runs a query over the tables in a DuckDB of its own that reaches no file and no network. Several statements are run in turn; the
 * last one's rows are the result.
 * @throws SqlError with its place, the signal's reason when aborted
 */
export async function runSql(
  sql: string,
  inputs: readonly SqlInput[],
  signal: AbortSignal,
): Promise<PagedRows> {
  const { connection, close } = await openDuckDb([]);
  const interrupt = (): void => connection.interrupt();
  signal.addEventListener("abort", interrupt);
  try {
    for (const { name, table, formats } of inputs)
      await loadSqlTable(connection, { name, table, formats }, signal);
    const result = await runStatements(connection, sql).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error instanceof SqlError ? error : readSqlError(error, sql);
    });
    if (result === undefined || result.columnCount === 0)
      throw new SqlError("the query gives no rows; end it with a SELECT", undefined);
    for (const { name } of inputs)
      await connection.run(`DROP TABLE IF EXISTS ${identifier(name)} CASCADE`).catch(() => undefined);
    const ends: number[] = [];
    for (let k = 0; k < result.chunkCount; k++) ends.push((ends.at(-1) ?? 0) + result.getChunk(k).rowCount);
    const names = result.deduplicatedColumnNames();
    const types = result.columnTypes().map(String);
    return {
      title: "",
      total: ends.at(-1) ?? 0,
      close,
      page(offset, rows) {
        const columns = names.map((name, k) => ({ name, type: types[k]!, values: [] as (string | null)[] }));
        let k = ends.findIndex((end) => end > offset);
        for (let row = offset; row < offset + rows && k !== -1 && k < ends.length; k++) {
          const chunk = result.getChunk(k);
          const start = row - (ends[k]! - chunk.rowCount);
          const n = Math.min(chunk.rowCount - start, offset + rows - row);
          for (const [j, column] of columns.entries())
            for (const value of chunk.getColumnValues(j).slice(start, start + n))
              column.values.push(value === null ? null : String(value));
          row += n;
        }
        return columns;
      },
    };
  } catch (error) {
    close();
    throw error;
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

/** Runs the statements one after the other; returns the last one's rows. @throws SqlError for one that is no query */
async function runStatements(
  connection: Connection,
  sql: string,
): Promise<DuckDBMaterializedResult | undefined> {
  const statements = await connection.extractStatements(sql);
  let result: DuckDBMaterializedResult | undefined;
  for (let i = 0; i < statements.count; i++) {
    const statement = await statements.prepare(i);
    checkStatement(statement.statementType, sql);
    result = await statement.run();
  }
  return result;
}
