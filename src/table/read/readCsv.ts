import { isUtf8 } from "node:buffer";
import { DataError } from "../dataError.ts";
import type { ColumnFormat, FileFormat } from "../format.ts";
import { type Column, makeTable } from "../table.ts";
import { decoderOf, utf8Chunks } from "./byteSource.ts";
import { checkNames, pickColumns } from "./columnNames.ts";
import { CsvColumn } from "./csvColumn.ts";
import {
  type Dialect,
  type SampleCell,
  sniffDialect,
  sniffEightBit,
  sniffEncoding,
  type TextEncoding,
} from "./csvDialect.ts";
import { guessQuoting, isNumber, type QuotingGuess } from "./csvQuoting.ts";
import { type CsvRecord, CsvScanner } from "./csvScanner.ts";
import type { FileHead } from "./fileHead.ts";
import { finishColumn } from "./finishColumn.ts";
import { missingTokens } from "./missingTokens.ts";
import { dateFormatOf, type ReadOptions, type ReadResult } from "./readOptions.ts";

/**
 * Reads a CSV in one pass over its bytes: cells become numbers or dictionary codes as they are met, so that no text of a number
 * column is kept. A column that turns out mixed costs a second pass.
 */
export async function readCsv(path: string, head: FileHead, options: ReadOptions): Promise<ReadResult> {
  const warnings: string[] = [];
  let encoding = sniffEncoding(head.bytes, path);
  if (encoding.encoding === "utf-8") {
    const bad = firstBadLine(head.bytes);
    if (bad > 0) encoding = eightBit(head.bytes, path, bad);
  }
  let dialect = dialectOf(path, head, encoding, options);
  const names = headerOf(dialect, path, warnings);
  const picked = pickColumns(names, options.columns, path);
  const asText = new Set<number>();
  const quoting = guessQuoting(dialect.records);
  let scan = await scanFile(path, head, encoding, dialect, quoting, names, picked, asText, options);
  if (scan.badUtf8 !== undefined) {
    encoding = eightBit(scan.badUtf8.bytes, path, scan.badUtf8.line);
    dialect = dialectOf(path, head, encoding, options);
    scan = await scanFile(path, head, encoding, dialect, quoting, names, picked, asText, options);
  }
  const demoted = scan.columns.flatMap((column, k) => (column?.demoted ? [k] : []));
  if (demoted.length > 0) {
    for (const k of demoted) asText.add(k);
    const again = await scanFile(path, head, encoding, dialect, quoting, names, demoted, asText, options);
    for (const k of demoted) scan.columns[k] = again.columns[k];
  }
  if (encoding.encoding === "latin-1") warnings.push("the file is not UTF-8: read as Latin-1 (Windows-1252)");
  if (dialect.hint !== undefined) warnings.push(dialect.hint);
  if (dialect.loneReturn) warnings.push("lines end with a lone carriage return: written with newlines");
  if (scan.blankLines > 0)
    warnings.push(`${scan.blankLines} blank ${scan.blankLines === 1 ? "line" : "lines"} skipped`);
  if (scan.rows === 0)
    throw new DataError(
      "no-rows",
      path,
      `${path} has a header line and no rows. Give a file with at least two rows.`,
      { line: 1 },
    );
  const columns: Column[] = [];
  const formats: ColumnFormat[] = [];
  for (const k of picked) {
    const done = finishColumn(scan.columns[k]!, dateFormatOf(options, names[k]!));
    columns.push(done.column);
    formats.push(done.format);
    warnings.push(...done.warnings.map((w) => `column "${names[k]}": ${w}`));
  }
  return {
    table: makeTable(columns),
    format: {
      type: "csv",
      delimiter: dialect.delimiter,
      quote: '"',
      quoting: quotingOf(dialect.records[0]!, quoting),
      newline: dialect.newline,
      bom: encoding.bomBytes > 0,
      encoding: encoding.encoding,
      compression: head.compression,
    },
    formats,
    warnings,
  };
}

function quotingOf(header: readonly SampleCell[], guess: QuotingGuess): FileFormat["quoting"] {
  if (guess.allQuoted && header.every((cell) => cell.quoted)) return "all";
  return header.some((cell) => cell.quoted && !/[",;\t|\r\n]/.test(cell.text)) ? "strings" : "minimal";
}

function dialectOf(path: string, head: FileHead, encoding: TextEncoding, options: ReadOptions): Dialect {
  const raw = head.bytes.subarray(encoding.bomBytes);
  const whole = head.whole;
  const decode = decoderOf(encoding.decoder);
  const text = decode === undefined ? raw : Buffer.from(decode(raw), "utf8");
  return sniffDialect(text, whole, path, { delimiter: options.delimiter, tabs: head.tabs });
}

function headerOf(dialect: Dialect, path: string, warnings: string[]): string[] {
  const [header, second] = dialect.records;
  if (header === undefined || (header.length === 1 && header[0]!.text.trim() === ""))
    throw new DataError(
      "empty-file",
      path,
      `${path} has no header line. Name the columns in its first line.`,
      { line: 1 },
    );
  const names = header.map((cell) => cell.text);
  checkNames(names, path);
  if (second !== undefined && header.length === second.length) {
    const numeric = header.filter((cell) => isNumber(cell.text)).length;
    const same = header.every((cell, k) => isNumber(cell.text) === isNumber(second[k]!.text));
    if (numeric > 0 && same)
      warnings.push(
        "the first line is taken as the header, but looks like data: if the file has no header line, add one",
      );
  }
  return names;
}

interface Scan {
  readonly rows: number;
  readonly blankLines: number;
  /** By column of the file; undefined where not picked. */
  readonly columns: (CsvColumn | undefined)[];
  readonly badUtf8: { readonly bytes: Buffer; readonly line: number } | undefined;
}

async function scanFile(
  path: string,
  head: FileHead,
  encoding: TextEncoding,
  dialect: Dialect,
  quoting: QuotingGuess,
  names: readonly string[],
  picked: readonly number[],
  asText: ReadonlySet<number>,
  options: ReadOptions,
): Promise<Scan> {
  const tokens = missingTokens(options.missing);
  const columns: (CsvColumn | undefined)[] = names.map(() => undefined);
  const decimalComma = !dialect.delimiter.startsWith(",");
  const decided = picked.map((k) => {
    const column = new CsvColumn(
      names[k]!,
      asText.has(k) || textInSample(dialect.records, k, quoting, decimalComma, (t) => tokens.amongNumbers(t)),
      { tokens, ...quoting, decimalComma },
    );
    columns[k] = column;
    return { k, column };
  });
  const width = names.length;
  const most = options.maxRows ?? Number.POSITIVE_INFINITY;
  let rows = -1;
  let blankLines = 0;
  let firstRagged: { readonly line: number; readonly cells: number } | undefined;
  let raggedLines = 0;
  let stopped = false;
  const onRecord = (record: CsvRecord): boolean => {
    if (record.cells !== width) {
      if (record.cells === 1 && record.starts[0] === record.ends[0] && record.flags[0] === 0) {
        blankLines++;
        return true;
      }
      firstRagged ??= { line: record.line, cells: record.cells };
      raggedLines++;
      return true;
    }
    if (++rows === 0) return most > 0;
    if (firstRagged !== undefined) return true;
    for (let i = 0; i < decided.length; i++) decided[i]!.column.add(record, decided[i]!.k);
    return rows < most;
  };
  const scanner = new CsvScanner(
    { path, delimiter: dialect.delimiter, loneReturn: dialect.loneReturn },
    onRecord,
  );
  const checked = encoding.decoder === "utf-8";
  let badUtf8: Scan["badUtf8"];
  let lines = 0;
  let tail = Buffer.alloc(0);
  for await (const chunk of utf8Chunks(path, {
    compression: head.compression,
    decoder: encoding.decoder,
    bomBytes: encoding.bomBytes,
  })) {
    if (checked) {
      const joined =
        tail.length === 0
          ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
          : Buffer.concat([tail, chunk]);
      const cut = lastCharacterStart(joined);
      const body = joined.subarray(0, cut);
      if (!isUtf8(body)) {
        badUtf8 = { bytes: body, line: lines + firstBadLine(body) };
        break;
      }
      tail = Buffer.from(joined.subarray(cut));
      lines += countLines(body);
    }
    try {
      if (!scanner.push(chunk)) break;
    } catch (error) {
      if (firstRagged === undefined) throw error;
      stopped = true;
      break;
    }
  }
  if (badUtf8 === undefined && tail.length > 0 && rows < most) badUtf8 = { bytes: tail, line: lines + 1 };
  if (badUtf8 === undefined && !stopped) scanner.end();
  if (badUtf8 === undefined && firstRagged !== undefined)
    throw ragged(path, firstRagged, width, raggedLines, rows + raggedLines);
  for (const column of columns) column?.finish();
  return { rows, blankLines, columns, badUtf8 };
}

function ragged(
  path: string,
  first: { readonly line: number; readonly cells: number },
  width: number,
  count: number,
  rows: number,
): DataError {
  const found = first.cells;
  const hint =
    found > width
      ? "Put cells that hold the delimiter in quotes, or name the further columns in the header."
      : "Fill the row up with delimiters, or remove it.";
  const more =
    count > 1
      ? ` ${count} of ${rows} rows have another number of cells than the header, this is the first.`
      : "";
  return new DataError(
    "ragged-row",
    path,
    `${path}, line ${first.line}: ${found} ${found === 1 ? "cell" : "cells"} where the header has ${width}.${more} ${hint}`,
    { line: first.line },
  );
}

function textInSample(
  records: readonly (readonly SampleCell[])[],
  k: number,
  quoting: QuotingGuess,
  decimalComma: boolean,
  isMissing: (text: string) => boolean,
): boolean {
  for (let r = 1; r < records.length; r++) {
    const cell = records[r]![k];
    if (cell === undefined || isMissing(cell.text.trim())) continue;
    if ((cell.quoted && quoting.quotedIsText) || !isNumber(cell.text, decimalComma)) return true;
  }
  return false;
}

function eightBit(bytes: Buffer, path: string, line: number): TextEncoding {
  const found = sniffEightBit(bytes);
  if (found === undefined)
    throw new DataError(
      "not-utf8",
      path,
      `${path}, line ${line}: bytes that are not UTF-8, in a file that otherwise is. Save the file as UTF-8 again.`,
      { line },
    );
  return found;
}

/** Where a character cut off at the end of `bytes` starts; their length if none is. */
function lastCharacterStart(bytes: Buffer): number {
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

/** 1-based line of the first byte that is not UTF-8; 0 if all is. A character cut off at the end is let pass. */
function firstBadLine(bytes: Buffer): number {
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

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
