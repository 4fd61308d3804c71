import { once } from "node:events";
import { createGzip } from "node:zlib";
import type { FileFormat } from "../format.ts";
import { encodeWindows1252 } from "../windows1252.ts";
import type { OutputTarget } from "./outputFile.ts";

/** Where encoded text goes on its way to the file: other encodings and compression happen here. */
export interface ByteSink {
  /** UTF-8 of whole characters; may be reused by the caller once resolved. */
  write(utf8: Buffer): Promise<void>;
  end(): Promise<void>;
}

export function byteSink(
  file: OutputTarget,
  format: Pick<FileFormat, "encoding" | "compression" | "bom">,
): ByteSink {
  const plain: ByteSink = { write: (bytes) => file.write(bytes), end: async () => {} };
  const packed = format.compression === "gzip" ? gzipSink(file) : plain;
  if (format.encoding === "utf-8") return packed;
  const encode = encoders[format.encoding];
  return { write: (utf8) => packed.write(encode(utf8.toString("utf8"))), end: () => packed.end() };
}

const encoders: Readonly<Record<Exclude<FileFormat["encoding"], "utf-8">, (text: string) => Buffer>> = {
  "utf-16": (text) => Buffer.from(text, "utf16le"),
  "utf-16be": (text) => Buffer.from(text, "utf16le").swap16(),
  "latin-1": encodeWindows1252,
};

/** The byte-order mark to write first, as UTF-8. */
export function byteOrderMark(format: Pick<FileFormat, "encoding" | "bom">): Buffer {
  return Buffer.from(format.bom && format.encoding !== "latin-1" ? "\ufeff" : "");
}

function gzipSink(file: OutputTarget): ByteSink {
  const gzip = createGzip();
  let failure: unknown;
  const drained = (async () => {
    for await (const chunk of gzip) await file.write(chunk as Buffer);
  })().catch((error: unknown) => {
    failure = error;
    gzip.destroy();
  });
  return {
    async write(bytes) {
      if (failure !== undefined) throw failure;
      if (!gzip.write(Buffer.from(bytes))) await Promise.race([once(gzip, "drain"), drained]);
      if (failure !== undefined) throw failure;
    },
    async end() {
      gzip.end();
      await drained;
      if (failure !== undefined) throw failure;
    },
  };
}
