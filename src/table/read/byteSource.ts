import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { DataError } from "../dataError.ts";
import type { FileFormat } from "../format.ts";
import { pathError } from "../pathError.ts";
import { decodeWindows1252 } from "../windows1252.ts";

export type Decoder = "utf-8" | "windows-1252" | "utf-16le" | "utf-16be";

export interface SourceOptions {
  readonly compression: FileFormat["compression"];
  readonly decoder: Decoder;
  /** Bytes of byte-order mark to skip. */
  readonly bomBytes: number;
}

const chunkBytes = 1 << 20;

/** The file as UTF-8 chunks: decompressed, byte-order mark dropped, decoded. UTF-8 itself passes unchecked. */
export async function* utf8Chunks(path: string, options: SourceOptions): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  const gunzip = options.compression === "gzip" ? createGunzip({ chunkSize: chunkBytes }) : undefined;
  if (gunzip !== undefined) {
    file.on("error", (error) => gunzip.destroy(error));
    file.pipe(gunzip);
  }
  const decode = decoderOf(options.decoder);
  let skip = options.bomBytes;
  let read = 0;
  try {
    for await (const chunk of gunzip ?? file) {
      let bytes = chunk as Buffer;
      read += bytes.length;
      if (skip > 0) {
        const cut = Math.min(skip, bytes.length);
        bytes = bytes.subarray(cut);
        skip -= cut;
      }
      yield decode === undefined ? bytes : Buffer.from(decode(bytes), "utf8");
    }
  } catch (error) {
    if (isZlibError(error))
      throw new DataError(
        "corrupt-gzip",
        path,
        `${path} is damaged: it cannot be unpacked beyond byte ${read} of its content (${error.message}). Compress or copy it again.`,
      );
    throw pathError(error, path, "read");
  } finally {
    file.destroy();
    gunzip?.destroy();
  }
}

/** Decodes chunk after chunk; undefined for UTF-8, which needs none. */
export function decoderOf(name: Decoder): ((bytes: Uint8Array) => string) | undefined {
  if (name === "utf-8") return undefined;
  if (name === "windows-1252") return decodeWindows1252;
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  return (bytes) => decoder.decode(bytes, { stream: true });
}

function isZlibError(error: unknown): error is Error {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_")
  );
}
