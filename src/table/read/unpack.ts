import { constants, createGunzip, gunzipSync } from "node:zlib";
import { Decompress } from "fzstd";
import { DataError } from "../dataError.ts";

export type Compression = "none" | "gzip" | "zstd";

/** Content above this many bytes, and so many times the packed ones, is no table. */
const bombBytes = 1 << 26;
const bombRatio = 200;
const chunkBytes = 1 << 20;

/** How a file is compressed, by its first bytes. */
export function compressionOf(bytes: Uint8Array): Compression {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd ? "zstd" : "none";
}

/** Bytes of a compressed file that surely hold the start of its content: a Zstandard block has up to 128 kB, deflate blows a byte up to a thousand. */
const headBytesPacked = { gzip: 1 << 15, zstd: 1 << 18 } as const;

/**
 * The start of what a compressed file holds.
 *
 * @param raw first bytes of the file, or all of them
 * @param atMost bytes of content after which a Zstandard file is not unpacked further
 * @returns the content, and whether it is all of it
 * @throws DataError corrupt-gzip, corrupt-zstd
 */
export function unpackHead(
  raw: Buffer,
  { compression, path, atMost }: { compression: Exclude<Compression, "none">; path: string; atMost: number },
): { bytes: Buffer; whole: boolean } {
  const head = raw.subarray(0, headBytesPacked[compression]);
  const allGiven = raw.length < headBytesPacked[compression];
  try {
    if (compression === "zstd") return zstdHead(head, { allGiven, atMost });
    const bytes = gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 28 });
    return { bytes, whole: allGiven };
  } catch (error) {
    throw new DataError(
      `corrupt-${compression}`,
      path,
      `${path} is not a readable ${nameOf(compression)} file (${(error as Error).message}). Compress it again or give the unpacked file.`,
    );
  }
}

/** Thrown out of the stream's handler: a few bytes of Zstandard can hold gigabytes. */
class EnoughContent extends Error {}

function zstdHead(
  head: Buffer,
  { allGiven, atMost }: { allGiven: boolean; atMost: number },
): { bytes: Buffer; whole: boolean } {
  const parts: Uint8Array[] = [];
  let count = 0;
  const stream = new Decompress((part) => {
    parts.push(part.slice());
    count += part.length;
    if (count >= atMost) throw new EnoughContent();
  });
  try {
    // the stream keeps what it is given
    stream.push(Uint8Array.from(head), allGiven);
  } catch (error) {
    if (!(error instanceof EnoughContent)) throw error;
    return { bytes: Buffer.concat(parts), whole: false };
  }
  return { bytes: Buffer.concat(parts), whole: allGiven };
}

/** The content of a compressed file, chunk by chunk. @throws DataError corrupt-gzip, corrupt-zstd, too-large */
export async function* unpack(
  packed: AsyncIterable<Uint8Array>,
  compression: Exclude<Compression, "none">,
  path: string,
): AsyncGenerator<Uint8Array> {
  const count = { packed: 0, content: 0 };
  const counted = (async function* () {
    for await (const chunk of packed) {
      count.packed += chunk.length;
      yield chunk;
    }
  })();
  try {
    for await (const chunk of compression === "gzip" ? gunzipped(counted) : unzstd(counted)) {
      count.content += chunk.length;
      if (count.content > bombBytes && count.content > count.packed * bombRatio)
        throw new DataError(
          "too-large",
          path,
          `${path} unpacks to more than ${bombRatio} times its size. Unpack it yourself if you trust it.`,
        );
      yield chunk;
    }
  } catch (error) {
    if (error instanceof DataError || isSystemError(error)) throw error;
    throw new DataError(
      `corrupt-${compression}`,
      path,
      `${path} is damaged: it cannot be unpacked beyond byte ${count.content} of its content (${(error as Error).message}). Compress or copy it again.`,
    );
  }
}

async function* gunzipped(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  const fed = (async () => {
    for await (const chunk of packed)
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once("drain", resolve));
    gunzip.end();
  })().catch((error: unknown) => gunzip.destroy(error as Error));
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } finally {
    gunzip.destroy();
    void fed;
  }
}

async function* unzstd(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  const stream = new Decompress((part) => {
    if (part.length > 0) parts.push(part.slice());
  });
  let before: Uint8Array | undefined;
  for await (const chunk of packed) {
    if (before !== undefined) stream.push(before);
    // the stream keeps what it is given
    before = Uint8Array.from(chunk);
    yield* parts;
    parts = [];
  }
  stream.push(before ?? new Uint8Array(0), true);
  yield* parts;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^E[A-Z]+$/.test(String(error.code));
}

function nameOf(compression: Compression): string {
  return compression === "gzip" ? "gzip" : "Zstandard";
}
