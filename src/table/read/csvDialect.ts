import { isUtf8 } from "node:buffer";
import { DataError } from "../dataError.ts";
import type { Decoder } from "./byteSource.ts";
import { type CsvRecord, CsvScanner, cellText } from "./csvScanner.ts";

export interface TextEncoding {
  readonly encoding: "utf-8" | "latin-1" | "utf-16";
  readonly decoder: Decoder;
  readonly bomBytes: number;
}

/** Encoding by byte-order mark or by the pattern of zero bytes. UTF-8 is assumed of the rest of the file. @throws DataError binary-file */
export function sniffEncoding(head: Buffer, path: string): TextEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf)
    return { encoding: "utf-8", decoder: "utf-8", bomBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16", decoder: "utf-16le", bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16", decoder: "utf-16be", bomBytes: 2 };
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i++)
    if (head[i] === 0) {
      if (i % 2 === 0) even++;
      else odd++;
    }
  if (even + odd > 0) {
    const half = head.length / 2;
    if (odd > half * 0.4 && even < half * 0.1)
      return { encoding: "utf-16", decoder: "utf-16le", bomBytes: 0 };
    if (even > half * 0.4 && odd < half * 0.1)
      return { encoding: "utf-16", decoder: "utf-16be", bomBytes: 0 };
    const at = head.indexOf(0);
    throw new DataError(
      "binary-file",
      path,
      `${path} is a binary file (a zero byte at position ${at}), not text. Export it as CSV, Parquet or JSON.`,
    );
  }
  return { encoding: "utf-8", decoder: "utf-8", bomBytes: 0 };
}

/**
 * What to read bytes as that are not UTF-8: Windows-1252 (Latin-1 and its printable extras). Undefined when they look like damaged
 * UTF-8 rather than another encoding: most bytes above 127 do form UTF-8 sequences.
 */
export function sniffEightBit(bytes: Buffer): TextEncoding | undefined {
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
  return good >= bad && good > 0 ? undefined : { encoding: "latin-1", decoder: "windows-1252", bomBytes: 0 };
}

export interface Dialect {
  /** One character, with a space after it where every cell has one. */
  readonly delimiter: string;
  readonly newline: "\n" | "\r\n";
  readonly loneReturn: boolean;
  /** First records, header included. */
  readonly records: readonly (readonly SampleCell[])[];
  /** A sentence for a person, where another delimiter may be meant. */
  readonly hint?: string;
}

export interface SampleCell {
  readonly text: string;
  readonly quoted: boolean;
}

const sampleRecords = 500;

/** `head` is UTF-8 without a byte-order mark; `whole` when it is all of the file. */
export function sniffDialect(
  head: Buffer,
  whole: boolean,
  path: string,
  options: { delimiter?: string | undefined; tabs: boolean },
): Dialect {
  const lf = head.indexOf(10);
  const loneReturn = lf < 0 && head.includes(13);
  const newline = lf > 0 && head[lf - 1] === 13 ? "\r\n" : "\n";
  const choices =
    options.delimiter !== undefined
      ? [options.delimiter]
      : options.tabs
        ? ["\t", ",", ";", "|"]
        : [",", ";", "\t", "|"];
  let best: { delimiter: string; score: number; records: SampleCell[][] } | undefined;
  for (const delimiter of choices) {
    const records = sample(head, whole, path, delimiter, loneReturn, choices.length === 1);
    const score = consistency(records);
    if (best === undefined || score > best.score) best = { delimiter, score, records };
  }
  let { delimiter, records } = best!;
  const width = records[0]?.length ?? 0;
  if (options.delimiter !== undefined && width < 2)
    refuseForeign(options.delimiter, path, (d) => sample(head, whole, path, d, loneReturn, false));
  const spaces =
    options.delimiter === undefined && width < 2
      ? spaceHint(path, (d, strict) => sample(head, whole, path, d, loneReturn, strict))
      : {};
  if (options.delimiter === undefined && spaced(records)) {
    delimiter = `${delimiter} `;
    records = sample(head, whole, path, delimiter, loneReturn, true);
  }
  return { delimiter, newline, loneReturn, records, ...spaces };
}

/** @throws DataError when the delimiter given is nowhere, but another one would do */
function refuseForeign(given: string, path: string, sampled: (delimiter: string) => SampleCell[][]): void {
  if (sampled(given).some((record) => record.length > 1)) return;
  const other = [",", ";", "\t", "|"].find((d) => d !== given[0] && consistency(sampled(d)) > 1);
  if (other === undefined) return;
  throw new DataError(
    "wrong-delimiter",
    path,
    `${path}: the delimiter ${JSON.stringify(given)} never occurs in the file; its cells look separated by ${JSON.stringify(other)}. Set source.delimiter to that, or leave it out.`,
    { line: 1 },
  );
}

/** What to say of a file of one column whose lines all have as many parts between spaces. @throws DataError when it can be nothing else */
function spaceHint(
  path: string,
  sampled: (delimiter: string, strict: boolean) => SampleCell[][],
): { hint?: string } {
  const records = sampled(" ", false);
  if (records.length < 3 || consistency(records) <= 1) return {};
  const parts = `every line has ${records[0]!.length} parts separated by spaces`;
  try {
    sampled(",", true);
  } catch {
    throw new DataError(
      "wrong-delimiter",
      path,
      `${path}: ${parts}, and no other delimiter fits. Set source.delimiter to " ".`,
      { line: 1 },
    );
  }
  return {
    hint: `the file is read as one column, but ${parts}: if those are the columns, set source.delimiter to " "`,
  };
}

function sample(
  head: Buffer,
  whole: boolean,
  path: string,
  delimiter: string,
  loneReturn: boolean,
  strict: boolean,
): SampleCell[][] {
  const records: SampleCell[][] = [];
  const scanner = new CsvScanner({ path, delimiter, loneReturn }, (record: CsvRecord) => {
    const cells: SampleCell[] = [];
    for (let k = 0; k < record.cells; k++)
      cells.push({ text: cellText(record, k), quoted: (record.flags[k]! & 1) === 1 });
    records.push(cells);
    return records.length < sampleRecords;
  });
  try {
    scanner.push(head);
    if (whole || records.length === 0) scanner.end();
  } catch (error) {
    if (strict || !(error instanceof DataError)) throw error;
  }
  return records;
}

/** Higher is better: records with as many cells as the header, and more than one cell. */
function consistency(records: readonly (readonly SampleCell[])[]): number {
  const width = records[0]?.length ?? 0;
  if (width < 2) return 0;
  let full = 0;
  let same = 0;
  for (const record of records) {
    if (record.length === 1 && record[0]!.text === "") continue;
    full++;
    if (record.length === width) same++;
  }
  const share = same / full;
  return share ** 2 * (1 + Math.min(width, 100) / 1000) + (share === 1 ? 1 : 0);
}

function spaced(records: readonly (readonly SampleCell[])[]): boolean {
  let cells = 0;
  for (const record of records.slice(1))
    for (const cell of record.slice(1)) {
      if (!cell.text.startsWith(" ")) return false;
      cells++;
    }
  return cells > 1;
}
