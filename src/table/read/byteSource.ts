import { createReadStream } from "node:fs";
import { pathError } from "../pathError.ts";
import { decodeWindows1252 } from "../windows1252.ts";
import type { FileHead } from "./fileHead.ts";
import { unpack } from "./unpack.ts";

export type Decoder = "utf-8" | "windows-1252" | "utf-16le" | "utf-16be";

export interface SourceOptions {
  readonly head: Pick<FileHead, "compression" | "content" | "bytes" | "whole">;
  readonly decoder: Decoder;
  /** Bytes of byte-order mark to skip. */
  readonly bomBytes: number;
}

const chunkBytes = 1 << 20;

/** The file as UTF-8 chunks: unpacked, byte-order mark dropped, decoded. UTF-8 itself passes unchecked. */
export async function* utf8Chunks(path: string, options: SourceOptions): AsyncGenerator<Uint8Array> {
  const { content } = options.head;
  if (content !== undefined) {
    yield content;
    return;
  }
  const decode = decoderOf(options.decoder);
  let skip = options.bomBytes;
  try {
    for await (const chunk of fileChunks(path, options.head)) {
      let bytes = chunk;
      if (skip > 0) {
        const cut = Math.min(skip, bytes.length);
        bytes = bytes.subarray(cut);
        skip -= cut;
      }
      yield decode === undefined ? bytes : Buffer.from(decode(bytes), "utf8");
    }
  } catch (error) {
    throw pathError(error, path, "read");
  }
}

/** The bytes of the file, unpacked. What is already there of it is not read again. */
async function* fileChunks(path: string, head: SourceOptions["head"]): AsyncGenerator<Uint8Array> {
  const isPlain = head.compression === "none";
  if (isPlain) yield head.bytes;
  if (isPlain && head.whole) return;
  const file = createReadStream(path, { highWaterMark: chunkBytes, start: isPlain ? head.bytes.length : 0 });
  try {
    yield* head.compression === "none" ? file : unpack(file, head.compression, path);
  } finally {
    file.destroy();
  }
}

/** Decodes chunk after chunk; undefined for UTF-8, which needs none. */
export function decoderOf(name: Decoder): ((bytes: Uint8Array) => string) | undefined {
  if (name === "utf-8") return undefined;
  if (name === "windows-1252") return decodeWindows1252;
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  return (bytes) => decoder.decode(bytes, { stream: true });
}
