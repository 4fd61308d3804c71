import { resolve } from "node:path";
import { cutText } from "../jsonc/quote.ts";
import type { GridAnswer, GridEvent, GridPage, GridQuery } from "../protocol/grid.ts";
import { type Connection, exactPath, type OpenDuckDb, openDuckDb } from "../table/duckdb.ts";
import { readHead } from "../table/read/fileHead.ts";
import { readTable } from "../table/read/read.ts";
import { UserError } from "../table/userError.ts";
import { csvSource } from "./csvSource.ts";
import type { SqlColumn } from "./gridColumns.ts";
import { sortKey } from "./gridColumns.ts";
import { gridFilter } from "./gridFilter.ts";
import { fillGrid, firstPage, readColumns, shownCharacters } from "./gridRows.ts";
import { summarizeColumn } from "./gridSummary.ts";
import { parquetSource } from "./parquetSource.ts";

/** Rows that tell what a column is, before all are read. */
const headRows = 2000;
/** Rows that are shown at once. */
const firstRows = 200;
const maxPageRows = 1000;

/**
 * The rows of one table file, for a person to look through. The first ones are there at once; all of them are then loaded into a
 * DuckDB in memory that reaches nothing but this file. Nothing is written to a disk.
 */
export class GridFile {
  readonly #path: string;
  readonly #emit: (event: GridEvent) => void;
  #database: OpenDuckDb | undefined;
  #columns: readonly SqlColumn[] = [];
  #rows = -1;
  /** The order asked for last, in the table `shown`. */
  #shown: { readonly key: string; readonly total: number; readonly all: boolean } | undefined;
  #line: Promise<unknown> = Promise.resolve();
  #opening: Promise<void> = Promise.resolve();

  constructor(path: string, emit: (event: GridEvent) => void) {
    this.#path = resolve(path);
    this.#emit = emit;
  }

  get columns(): readonly SqlColumn[] {
    return this.#columns;
  }

  /** Reads the file and reports how far it is. @throws DataError naming file and line; the signal's reason when aborted */
  open(signal: AbortSignal): Promise<void> {
    this.#opening = this.#open(signal);
    return this.#opening;
  }

  async #open(signal: AbortSignal): Promise<void> {
    const head = await readHead(this.#path);
    if (head.type === "parquet") {
      const connection = await this.#connect();
      const { columns, select } = await parquetSource(connection, this.#path);
      this.#columns = columns;
      const page = await this.#read(connection, `${select} LIMIT ${firstRows}`);
      this.#first(page, page.numbers.length < firstRows);
      await connection.run(`CREATE TABLE grid AS ${select}`);
    } else {
      const first = await readTable(this.#path, { maxRows: headRows });
      this.#columns = readColumns(first);
      this.#first(firstPage(first, firstRows), first.table.rows <= firstRows);
      const source = csvSource(this.#path, head, first);
      const connection = await this.#connect();
      const isRead = source !== undefined && (await this.#loadDirectly(connection, source.select, signal));
      if (isRead) this.#columns = source.columns;
      else {
        const all = first.table.rows < headRows ? first : await readTable(this.#path);
        this.#columns = readColumns(all);
        await fillGrid(connection, all, signal);
      }
    }
    signal.throwIfAborted();
    await this.#loaded();
    for (let column = 0; column < this.#columns.length; column++) {
      signal.throwIfAborted();
      const summary = await this.#inTurn((connection) =>
        summarizeColumn(connection, this.#columns[column]!, column, this.#rows),
      );
      this.#emit({ type: "summary", column, summary });
    }
  }

  /** Rows from `offset` of those that the query shows, long cells cut unless `whole`. @throws WhereError, UserError while the file is still being read */
  async page(query: GridQuery, offset: number, rows: number, whole = false): Promise<GridAnswer> {
    if (this.#rows < 0) throw new UserError("the file is still being read");
    return this.#inTurn(async (connection) => {
      const { total, all } = await this.#show(connection, query);
      const start = Math.max(0, Math.min(offset, total));
      const n = Math.max(0, Math.min(rows, total - start, maxPageRows));
      const select = `SELECT rowid, ${this.#columns.map((_, k) => `c${k}`).join(", ")} FROM grid`;
      if (all) {
        const sql = `${select} WHERE rowid >= ${start} AND rowid < ${start + n} ORDER BY rowid`;
        return { total, page: { ...(await this.#read(connection, sql, whole)), offset: start } };
      }
      const reader = await connection.runAndReadAll(
        `SELECT r FROM shown WHERE rowid >= ${start} AND rowid < ${start + n} ORDER BY rowid`,
      );
      const numbers = reader.getRows().map(([row]) => Number(row));
      if (numbers.length === 0)
        return { total, page: { offset: start, numbers, columns: this.#columns.map(() => []) } };
      const found = await this.#read(connection, `${select} WHERE rowid IN (${numbers.join(", ")})`, whole);
      return { total, page: { ...inOrder(found, numbers), offset: start } };
    });
  }

  /** Ends what is at work, and gives the memory back. */
  async close(): Promise<void> {
    const database = this.#database;
    this.#database = undefined;
    database?.connection.interrupt();
    await Promise.allSettled([this.#opening, this.#line]);
    database?.close();
  }

  /** False where DuckDB cannot read the file as it is: then our own reader does, or says what is wrong with it. */
  async #loadDirectly(connection: Connection, select: string, signal: AbortSignal): Promise<boolean> {
    const interrupt = (): void => connection.interrupt();
    signal.addEventListener("abort", interrupt);
    try {
      await connection.run(`CREATE TABLE grid AS ${select}`);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Error && /Out of Memory/i.test(error.message))
        throw new UserError(
          `${this.#path} needs more memory than there is: only its first rows can be shown`,
        );
      return false;
    } finally {
      signal.removeEventListener("abort", interrupt);
    }
  }

  #first(page: GridPage, all: boolean): void {
    const columns = this.#columns.map(({ name, kind }) => ({ name, kind }));
    this.#emit({ type: "first", columns, page, all });
  }

  async #loaded(): Promise<void> {
    this.#rows = await this.#inTurn(async (connection) => countOf(connection, "SELECT count(*) FROM grid"));
    this.#emit({ type: "loaded", rows: this.#rows });
  }

  async #connect(): Promise<Connection> {
    this.#database = await openDuckDb([this.#path, exactPath(this.#path)]);
    return this.#database.connection;
  }

  /** Puts the rows of a query into the table `shown`, in order, unless they are there. */
  async #show(connection: Connection, query: GridQuery): Promise<{ total: number; all: boolean }> {
    const key = JSON.stringify(query);
    if (this.#shown?.key === key) return this.#shown;
    const { sort, where } = query;
    const filter = gridFilter(where, this.#columns);
    const sorted = sort === null ? undefined : this.#columns[sort.column];
    const all = where.length === 0 && sorted === undefined;
    this.#shown = undefined;
    await connection.run("DROP TABLE IF EXISTS shown");
    let total = this.#rows;
    if (!all) {
      const order =
        sort === null || sorted === undefined
          ? "rowid"
          : `${sortKey(sorted, sort.column)} ${sort.descending ? "DESC" : "ASC"} NULLS LAST, rowid`;
      await connection.run(
        `CREATE TABLE shown AS SELECT rowid AS r FROM grid WHERE ${filter} ORDER BY ${order}`,
      );
      total = await countOf(connection, "SELECT count(*) FROM shown");
    }
    this.#shown = { key, total, all };
    return this.#shown;
  }

  /** Rows as a page; their numbers stand in `rowid`, or count from 0 where there is none. */
  async #read(connection: Connection, sql: string, whole = false): Promise<GridPage> {
    const reader = await connection.runAndReadAll(sql);
    const cells = reader.getColumns();
    const names = reader.columnNames();
    const ids = cells[names.indexOf("rowid")];
    const numbers = ids?.map(Number) ?? Array.from(cells[0] ?? [], (_, i) => i);
    const text = (value: unknown) => (whole ? String(value) : cutText(String(value), shownCharacters));
    const columns = this.#columns.map((_, k) =>
      (cells[names.indexOf(`c${k}`)] ?? []).map((value) => (value === null ? null : text(value))),
    );
    return { offset: 0, numbers, columns };
  }

  /** One query at a time: what is asked for later waits. */
  #inTurn<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const result = this.#line.then(() => {
      if (this.#database === undefined) throw new UserError("the table was closed");
      return work(this.#database.connection);
    });
    this.#line = result.catch(() => undefined);
    return result;
  }
}

async function countOf(connection: Connection, sql: string): Promise<number> {
  return Number((await connection.runAndReadAll(sql)).getRows()[0]![0]);
}

/** The rows of a page in the order of these numbers. */
function inOrder(page: GridPage, numbers: readonly number[]): GridPage {
  const at = new Map(page.numbers.map((number, i) => [number, i]));
  const order = numbers.map((number) => at.get(number)!);
  return { ...page, numbers, columns: page.columns.map((cells) => order.map((i) => cells[i] ?? null)) };
}
