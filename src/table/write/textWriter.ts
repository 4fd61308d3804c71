import type { Writable } from "node:stream";
import type { FileFormat } from "../format.ts";
import { byteOrderMark, byteSink } from "./byteSink.ts";
import { OutputFile } from "./outputFile.ts";
import { OutputStream } from "./outputStream.ts";
import type { RowEncoder } from "./rowEncoder.ts";
import type { TableWriter } from "./tableWriter.ts";

export interface TextLayout {
  readonly rows: RowEncoder;
  /** What comes before the first row, and after the last. */
  readonly head: string;
  readonly tail: string;
  /** Bytes at the start of the first row that are left out: the comma between rows. */
  readonly skip: number;
}

/** Writes a text file, or a stream, of one row after the other. */
export async function openTextWriter(
  to: string | Writable,
  format: Pick<FileFormat, "encoding" | "compression" | "bom">,
  layout: TextLayout,
): Promise<TableWriter> {
  const file = typeof to === "string" ? await OutputFile.open(to) : new OutputStream(to);
  const sink = byteSink(file, format);
  let rows = 0;
  let started = false;
  const start = async () => {
    started = true;
    await sink.write(Buffer.concat([byteOrderMark(format), Buffer.from(layout.head)]));
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      await file.discard();
      throw error;
    }
  };
  return {
    write: (table) =>
      guarded(async () => {
        if (!started) await start();
        let skip = rows === 0 ? layout.skip : 0;
        for (const bytes of layout.rows.encode(table)) {
          await sink.write(bytes.subarray(skip));
          skip = 0;
        }
        rows += table.rows;
      }),
    close: () =>
      guarded(async () => {
        if (!started) await start();
        await sink.write(Buffer.from(layout.tail));
        await sink.end();
        await file.commit();
        return { rows, bytes: file.bytes };
      }),
    abort: () => file.discard(),
  };
}
