import type { Writable } from "node:stream";
import { csvLayout } from "./csvLayout.ts";
import type { ColumnFormat, FileFormat } from "./format.ts";
import { jsonLayout } from "./jsonLayout.ts";
import { openParquetWriter } from "./parquetWriter.ts";
import type { Table } from "./table.ts";
import { openTextWriter } from "./textWriter.ts";

export interface OutputColumn {
  readonly name: string;
  readonly format: ColumnFormat;
}

export interface TableWriter {
  /** Appends the rows. The table's columns are those given at opening, in that order. */
  write(table: Table): Promise<void>;
  /** Completes the file under its name. */
  close(): Promise<{ rows: number; bytes: number }>;
  /** Leaves nothing behind. May be called at any time, after a failure too. */
  abort(): Promise<void>;
}

/**
 * Writes CSV, Parquet, JSON or NDJSON batch by batch beside the final name, which the file takes only at `close`.
 * Memory does not grow with the rows. To a stream (not Parquet) they go as they come.
 *
 * @throws DataError when the folder is missing or not writable or the disk is full; nothing half-written is left
 */
export function openTableWriter(
  to: string | Writable,
  format: FileFormat,
  columns: readonly OutputColumn[],
): Promise<TableWriter> {
  switch (format.type) {
    case "csv":
      return openTextWriter(to, format, csvLayout(format, columns));
    case "json":
    case "ndjson":
      return openTextWriter(
        to,
        { encoding: "utf-8", bom: false, compression: format.compression },
        jsonLayout(format.type, columns),
      );
    case "parquet":
      if (typeof to !== "string") throw new Error("Parquet cannot be written to a stream");
      return openParquetWriter(to, columns);
  }
}
