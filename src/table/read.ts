import { readHead } from "./fileHead.ts";
import type { ColumnFormat, FileFormat } from "./format.ts";
import { readCsv } from "./readCsv.ts";
import { readDuckDb } from "./readDuckDb.ts";
import type { Table } from "./table.ts";

export interface ReadOptions {
  /** One character; found out when absent. CSV only. */
  readonly delimiter?: string;
  /** Exactly these cells and empty ones are missing; pandas' default spellings when absent. CSV only. */
  readonly missing?: readonly string[];
  /** Only these columns, in file order. */
  readonly columns?: readonly string[];
  readonly maxRows?: number;
  /** How dates of a column are written, where its values fit several patterns. */
  readonly dateFormats?: Readonly<Record<string, string>>;
}

/** What the reader of one kind of file finds. */
export interface ReadResult {
  readonly table: Table;
  readonly format: FileFormat;
  readonly formats: readonly ColumnFormat[];
  readonly warnings: readonly string[];
}

export interface LoadedTable {
  readonly table: Table;
  readonly format: FileFormat;
  /** One per column of the table. */
  readonly formats: readonly ColumnFormat[];
  /** Sentences for a person: what had to be guessed, mended or dropped. */
  readonly warnings: readonly string[];
  readonly path: string;
}

/**
 * Reads CSV, TSV (both may be gzipped), Parquet, JSON (an array of flat objects) or NDJSON, by extension and content.
 * Types are decided from how cells are written; nothing that could be lost by it is read as a number.
 *
 * @throws DataError naming file, line and column, and what to do
 */
export async function readTable(path: string, options: ReadOptions = {}): Promise<LoadedTable> {
  const head = await readHead(path);
  const read = await (head.type === "csv" ? readCsv(path, head, options) : readDuckDb(path, head, options));
  const warnings = [...read.warnings];
  if (read.table.rows === 1) warnings.push("the file has one row: nothing can be learnt from it");
  return { table: read.table, format: read.format, formats: read.formats, warnings, path };
}
