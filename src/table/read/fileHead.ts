import { open } from "node:fs/promises";
import { extname } from "node:path";
import { own } from "../../jsonc/own.ts";
import { DataError } from "../dataError.ts";
import type { FileFormat } from "../format.ts";
import { pathError, refuseOddFile } from "../pathError.ts";
import { type Compression, compressionOf, unpackHead } from "./unpack.ts";

export interface FileHead {
  readonly type: SourceType;
  readonly compression: Compression;
  /** First bytes, decompressed. */
  readonly bytes: Buffer;
  /** `bytes` is all of the file. */
  readonly whole: boolean;
  /** Tab is the first guess for the delimiter. */
  readonly tabs: boolean;
  /** All of the text, where it is not the file's own. */
  readonly content?: Buffer;
}

export type SourceType = FileFormat["type"] | "excel";

const headBytes = 1 << 18;

const types: Record<string, SourceType> = {
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
  ".xlsx": "excel",
  ".xlsm": "excel",
};

/** Type of a path by its extension (`.gz` and `.zst` aside), or undefined. */
function fileTypeOf(path: string): { type: SourceType; tabs: boolean } | undefined {
  const extension = extname(path.toLowerCase().replace(/\.(gz|zst)$/, ""));
  const type = own(types, extension);
  return type === undefined ? undefined : { type, tabs: extension === ".tsv" || extension === ".tab" };
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
  const compression = compressionOf(raw);
  const packed = compression !== "none";
  const { bytes, whole } = packed
    ? unpackHead(raw, { compression, path, atMost: headBytes })
    : { bytes: raw, whole: raw.length < headBytes };
  if (bytes.length === 0)
    throw new DataError(
      "empty-file",
      path,
      `${path} holds no data. Give a file with a header line and at least one row.`,
    );
  const isParquet = bytes.toString("latin1", 0, 4) === "PAR1";
  const isZip = bytes.toString("latin1", 0, 4) === "PK\x03\x04";
  if (isZip && (named?.type !== "excel" || packed))
    throw new DataError(
      "excel-file",
      path,
      `${path} is an Excel workbook or a zip archive. Give a workbook the ending .xlsx; unpack an archive, and use the file in it.`,
    );
  if (!isZip && named?.type === "excel")
    throw new DataError(
      "corrupt-excel",
      path,
      `${path} is not an Excel workbook: its first bytes are not PK. Save it again as .xlsx, or give the file the ending of what it is.`,
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
      `cannot tell what kind of file ${path} is. Use .csv, .tsv, .txt, .parquet, .xlsx, .json, .ndjson or .jsonl (CSV and JSON may end in .gz or .zst).`,
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
    compression,
    bytes,
    whole,
    tabs: named?.tabs ?? false,
  };
}

async function firstBytes(path: string): Promise<Buffer> {
  await refuseOddFile(path);
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
