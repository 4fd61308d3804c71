import { stat } from "node:fs/promises";
import { totalmem } from "node:os";
import type { Compression } from "../unpack.ts";
import type { SampleRequest } from "./sourceSample.ts";

/** What is known of a file before its rows are read. */
export interface SourceSize {
  /** Rows, exact or estimated. */
  readonly rows: number;
  readonly columns: number;
  /** Of the text of a row, on average. */
  readonly rowBytes: number;
}

/** Memory that a run with a report takes for each cell, in bytes: 1,000,000 × 20 cells take 1.25 GB. */
const cellBytes = 60;
/** Bounds of a sample, so that a run on it stays within 2 GB. */
const maxSample = { rows: 500_000, cells: 15_000_000, bytes: 120_000_000 };
const minSample = 1000;

/** Rows to draw; null where all are to be read. */
export function sampleSize(
  size: SourceSize,
  { rows }: SampleRequest,
  memory = memoryForTables(),
): number | null {
  if (rows !== undefined) return rows < size.rows * 2 ? rows : null;
  if (neededBytes(size) <= memory) return null;
  const fitting = Math.min(maxSample.rows, maxSample.cells / size.columns, maxSample.bytes / size.rowBytes);
  return Math.max(minSample, Math.floor(fitting));
}

/** Memory that a run on all rows would take, in bytes. */
function neededBytes({ rows, columns, rowBytes }: SourceSize): number {
  return rows * (columns * cellBytes + rowBytes);
}

/** Half of the memory that this process may take, in bytes: of the machine's, of its container's, or of its heap where that is set. */
function memoryForTables(): number {
  const heap = /--max-old-space-size=(\d+)/.exec(process.env["NODE_OPTIONS"] ?? "")?.[1];
  const limits = [totalmem(), process.constrainedMemory?.() ?? 0, Number(heap ?? 0) * 2 ** 20];
  return Math.min(...limits.filter((bytes) => bytes > 0)) / 2;
}

/** Bytes of a text file once unpacked, as far as its size tells: tables shrink to a sixth or so. */
export async function fileBytes(path: string, compression: Compression): Promise<number> {
  return (await stat(path)).size * (compression === "none" ? 1 : 6);
}
