import type { Writable } from "node:stream";
import type { FileFormat } from "../format.ts";
import { csvLayout } from "./csvLayout.ts";
import { jsonLayout } from "./jsonLayout.ts";
import { openParquetWriter } from "./parquetWriter.ts";
import type { OutputColumn, TableWriter } from "./tableWriter.ts";
import { openTextWriter } from "./textWriter.ts";

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
