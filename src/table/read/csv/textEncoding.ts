import { isUtf8 } from "node:buffer";
import { DataError } from "../../dataError.ts";
import type { FileFormat } from "../../format.ts";
import type { Decoder } from "../byteSource.ts";

export interface TextEncoding {
  readonly encoding: FileFormat["encoding"];
  readonly decoder: Decoder;
  readonly bomBytes: number;
}

/** Encoding of a text file by its first bytes: mark, zero bytes, UTF-8 or not. @throws DataError binary-file, not-utf8 */
export function sniffEncoding(head: Buffer, path: string): TextEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return eightBitOrUtf8(head, path, 3);
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16", decoder: "utf-16le", bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", decoder: "utf-16be", bomBytes: 2 };
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i++)
    if (head[i] === 0) {
      if (i % 2 === 0) even++;
      else odd++;
    }
  if (even + odd === 0) return eightBitOrUtf8(head, path, 0);
  const half = head.length / 2;
  if (odd > half * 0.4 && even < half * 0.1) return { encoding: "utf-16", decoder: "utf-16le", bomBytes: 0 };
  if (even > half * 0.4 && odd < half * 0.1)
    return { encoding: "utf-16be", decoder: "utf-16be", bomBytes: 0 };
  throw new DataError(
    "binary-file",
    path,
    `${path} is a binary file (a zero byte at position ${head.indexOf(0)}), not text. Export it as CSV, Parquet or JSON.`,
  );
}

function eightBitOrUtf8(head: Buffer, path: string, bomBytes: number): TextEncoding {
  const bad = firstBadLine(head);
  return bad > 0 ? eightBit(head, path, bad) : { encoding: "utf-8", decoder: "utf-8", bomBytes };
}

/**
 * The encoding of bytes that are not UTF-8: Windows-1252 (Latin-1 and its printable extras).
 *
 * @param line of the first byte that is not UTF-8
 * @throws DataError not-utf8 when they look like damaged UTF-8 rather than another encoding: most bytes above 127 do form UTF-8
 */
export function eightBit(bytes: Buffer, path: string, line: number): TextEncoding {
  let good = 0;
  let bad = 0;
  for (let i = 0; i < bytes.length; ) {
    const b = bytes[i]!;
    if (b < 128) {
      i++;
      continue;
    }
    const length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc2 ? 2 : 1;
    if (length > 1 && isUtf8(bytes.subarray(i, i + length))) {
      good++;
      i += length;
    } else {
      bad++;
      i++;
    }
  }
  if (good >= bad && good > 0)
    throw new DataError(
      "not-utf8",
      path,
      `${path}, line ${line}: bytes that are not UTF-8, in a file that otherwise is. Save the file as UTF-8 again.`,
      { line },
    );
  return { encoding: "latin-1", decoder: "windows-1252", bomBytes: 0 };
}

/** Where a character cut off at the end of `bytes` starts; their length if none is. */
export function lastCharacterStart(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const b = bytes[bytes.length - back]!;
    if (b < 0x80) return bytes.length;
    if (b >= 0xc0) {
      const length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** 1-based line of the first byte that is not UTF-8; 0 if all is. A character cut off at the end passes. */
export function firstBadLine(bytes: Buffer): number {
  const body = bytes.subarray(0, lastCharacterStart(bytes));
  if (isUtf8(body)) return 0;
  let good = 0;
  let bad = body.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const part = body.subarray(0, middle);
    if (isUtf8(part.subarray(0, lastCharacterStart(part)))) good = middle;
    else bad = middle;
  }
  return 1 + countLines(body.subarray(0, good));
}

export function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
