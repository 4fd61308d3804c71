import { byteOrderMark, byteSink } from "./byteSink.ts";
import { CsvEncoder, type OutputColumn } from "./csvEncoder.ts";
import type { FileFormat } from "./format.ts";
import { OutputFile } from "./outputFile.ts";
import type { Table } from "./table.ts";

export interface TableWriter {
  /** Appends the rows. The table's columns are those given at opening, in that order. */
  write(table: Table): Promise<void>;
  /** Completes the file under its name. */
  close(): Promise<{ rows: number; bytes: number }>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/**
 * A file written batch by batch beside its final name, which it takes only at `close`. Memory does not grow with the rows.
 *
 * @throws DataError when the folder is missing or not writable or the disk is full; nothing half-written is left
 */
export async function openTableWriter(
  path: string,
  format: FileFormat,
  columns: readonly OutputColumn[],
): Promise<TableWriter> {
  return csvWriter(path, format, columns);
}

async function csvWriter(
  path: string,
  format: FileFormat,
  columns: readonly OutputColumn[],
): Promise<TableWriter> {
  const file = await OutputFile.open(path);
  const sink = byteSink(file, format);
  const encoder = new CsvEncoder(format, columns);
  let rows = 0;
  let started = false;
  const start = async () => {
    started = true;
    await sink.write(Buffer.concat([byteOrderMark(format), encoder.header]));
  };
  return {
    async write(table) {
      if (!started) await start();
      for (const bytes of encoder.encode(table)) await sink.write(bytes);
      rows += table.rows;
    },
    async close() {
      if (!started) await start();
      await sink.end();
      await file.commit();
      return { rows, bytes: file.bytes };
    },
    abort: () => file.discard(),
  };
}
