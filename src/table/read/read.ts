import type { ColumnFormat, FileFormat } from "../format.ts";
import type { Table } from "../table.ts";
import { readCsv } from "./csv/readCsv.ts";
import { type FileHead, readHead } from "./fileHead.ts";
import { readDuckDb } from "./readDuckDb.ts";
import { readExcel } from "./readExcel.ts";
import type { LeftOutColumn, ReadNote, ReadOptions, ReadResult } from "./readOptions.ts";
import { type SourceSample, sampleNote } from "./sampled/sourceSample.ts";

export interface LoadedTable {
  readonly table: Table;
  readonly format: FileFormat;
  /** One per column of the table. */
  readonly formats: readonly ColumnFormat[];
  readonly notes: readonly ReadNote[];
  /** The notes as sentences that name their column. */
  readonly warnings: readonly string[];
  readonly path: string;
  /** Columns of the file that are not in the table. */
  readonly leftOut: readonly LeftOutColumn[];
  /** Where the table holds a sample of the file's rows. */
  readonly sample?: SourceSample;
}

function readAs(path: string, head: FileHead, options: ReadOptions): Promise<ReadResult> {
  if (head.type === "csv") return readCsv(path, head, options);
  return head.type === "excel" ? readExcel(path, options) : readDuckDb(path, head, options);
}

/**
 * Reads CSV, TSV (both may be compressed), a sheet of an Excel workbook, Parquet, JSON (an array of flat objects) or NDJSON, by extension and content.
 * Types are decided from how cells are written; nothing that could be lost by it is read as a number.
 *
 * @throws DataError naming file, line and column, and what to do
 */
export async function readTable(path: string, options: ReadOptions = {}): Promise<LoadedTable> {
  const head = await readHead(path);
  const read = await readAs(path, head, options);
  const { table, format, formats, leftOut = [], sample } = read;
  const notes: ReadNote[] =
    sample === undefined ? [...read.notes] : [sampleNote(sample, table.rows), ...read.notes];
  if (table.rows === 1) notes.push({ text: "the file has one row, and a model needs at least two" });
  const warnings = notes.map(({ column, text }) =>
    column === undefined ? text : `column "${column}": ${text}`,
  );
  return { table, format, formats, notes, warnings, path, leftOut, ...(sample && { sample }) };
}
