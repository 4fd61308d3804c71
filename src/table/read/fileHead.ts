import { open } from "node:fs/promises";
import { extname } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { DataError } from "../dataError.ts";
import type { FileFormat } from "../format.ts";
import { pathError } from "../pathError.ts";

export interface FileHead {
  readonly type: FileFormat["type"];
  readonly compression: FileFormat["compression"];
  /** First bytes, decompressed. */
  readonly bytes: Buffer;
  /** `bytes` is all of the file. */
  readonly whole: boolean;
  /** Tab is the first guess for the delimiter. */
  readonly tabs: boolean;
}

const headBytes = 1 << 18;
/** Deflate can blow a byte up to a thousand. */
const gzipHeadBytes = 1 << 15;

const types: Record<string, FileFormat["type"]> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".tab": "csv",
  ".txt": "csv",
  ".psv": "csv",
  ".data": "csv",
  ".dat": "csv",
  ".parquet": "parquet",
  ".pq": "parquet",
  ".json": "json",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
};

/** Type of a path by its extension (`.gz` aside), or undefined. */
export function fileTypeOf(
  path: string,
): { type: FileFormat["type"]; gzip: boolean; tabs: boolean } | undefined {
  const lower = path.toLowerCase();
  const gzip = lower.endsWith(".gz");
  const extension = extname(gzip ? lower.slice(0, -3) : lower);
  const type = types[extension];
  return type === undefined ? undefined : { type, gzip, tabs: extension === ".tsv" || extension === ".tab" };
}

/** @throws DataError missing-file, directory, empty-file, unknown-type, binary-file, excel-file, corrupt-gzip */
export async function readHead(path: string): Promise<FileHead> {
  const raw = await firstBytes(path);
  if (raw.length === 0)
    throw new DataError(
      "empty-file",
      path,
      `${path} is empty. Give a file with a header line and at least one row.`,
    );
  const named = fileTypeOf(path);
  const gzip = raw[0] === 0x1f && raw[1] === 0x8b;
  const bytes = gzip ? unzipHead(raw.subarray(0, gzipHeadBytes), path) : raw;
  if (bytes.length === 0)
    throw new DataError(
      "empty-file",
      path,
      `${path} holds no data. Give a file with a header line and at least one row.`,
    );
  const isParquet = bytes.toString("latin1", 0, 4) === "PAR1";
  if (bytes.toString("latin1", 0, 4) === "PK\x03\x04")
    throw new DataError(
      "excel-file",
      path,
      `${path} is an Excel workbook or a zip archive. Save the sheet as CSV, or unpack the archive, and use that file.`,
    );
  if (bytes.toString("latin1", 0, 8) === "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    throw new DataError(
      "excel-file",
      path,
      `${path} is an old Excel workbook (.xls). Save the sheet as CSV and use that file.`,
    );
  if (named === undefined && !isParquet)
    throw new DataError(
      "unknown-type",
      path,
      `cannot tell what kind of file ${path} is. Use .csv, .tsv, .txt, .parquet, .json, .ndjson or .jsonl (CSV and JSON may end in .gz).`,
    );
  const type = isParquet ? "parquet" : named!.type;
  if (type === "parquet" && !isParquet)
    throw new DataError(
      "corrupt-parquet",
      path,
      `${path} is not a Parquet file: its first bytes are not PAR1. Export it again.`,
    );
  return {
    type,
    compression: gzip ? "gzip" : "none",
    bytes,
    whole: raw.length < (gzip ? gzipHeadBytes : headBytes),
    tabs: named?.tabs ?? false,
  };
}

async function firstBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const buffer = Buffer.alloc(headBytes);
      const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw pathError(error, path, "read");
  }
}

function unzipHead(raw: Buffer, path: string): Buffer {
  try {
    return gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 28 });
  } catch (error) {
    throw new DataError(
      "corrupt-gzip",
      path,
      `${path} is not a readable gzip file (${(error as Error).message}). Compress it again or give the unpacked file.`,
    );
  }
}
