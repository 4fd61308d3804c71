import type { ColumnFormat, FileFormat } from "../format.ts";
import type { Table } from "../table.ts";
import { readHead } from "./fileHead.ts";
import { readCsv } from "./readCsv.ts";
import { readDuckDb } from "./readDuckDb.ts";
import type { ReadOptions } from "./readOptions.ts";

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
