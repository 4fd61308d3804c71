import { isUtf8 } from "node:buffer";
import { DataError } from "../../dataError.ts";
import { utf8Chunks } from "../byteSource.ts";
import type { FileHead } from "../fileHead.ts";
import { missingTokens } from "../missingTokens.ts";
import type { ReadOptions } from "../readOptions.ts";
import { CsvColumn, type CsvColumnOptions } from "./csvColumn.ts";
import type { Dialect } from "./csvDialect.ts";
import { isNumber, type QuotingGuess } from "./csvQuoting.ts";
import { type CsvRecord, CsvScanner } from "./csvScanner.ts";
import type { SampleCell } from "./sample.ts";
import { countLines, firstBadLine, lastCharacterStart, type TextEncoding } from "./textEncoding.ts";

/** What is known of a CSV file before its rows are read. */
export interface CsvPlan {
  readonly path: string;
  readonly head: FileHead;
  readonly encoding: TextEncoding;
  readonly dialect: Dialect;
  readonly quoting: QuotingGuess;
  readonly names: readonly string[];
  /** Records of the dialect that are no rows: 1, or 0 without a line of names. */
  readonly headerRecords: 0 | 1;
  readonly options: ReadOptions;
  /** Columns, from 0, in which NA is a code like others: Namibia, North America. */
  readonly naIsValue?: ReadonlySet<number>;
}

/** What passing over the rows tells of the file. */
export interface RowScan {
  readonly rows: number;
  readonly blankLines: number;
  /** Lines between the rows that start with #. */
  readonly comments: number;
  readonly badUtf8: { readonly bytes: Buffer; readonly line: number } | undefined;
}

export interface Scan extends RowScan {
  /** By column of the file; undefined where not picked. */
  readonly columns: (CsvColumn | undefined)[];
}

/**
 * Reads the columns `picked` of all rows; those in `asText` as text, whatever they look like.
 *
 * @throws DataError ragged-row, stray-quote, unclosed-quote
 */
export async function scanFile(
  plan: CsvPlan,
  picked: readonly number[],
  asText: ReadonlySet<number>,
): Promise<Scan> {
  const columns = newColumns(plan, picked, asText);
  const decided = picked.map((k) => ({ k, column: columns[k]! }));
  const scan = await scanRows(plan, (record) => {
    for (let i = 0; i < decided.length; i++) decided[i]!.column.add(record, decided[i]!.k);
  });
  for (const column of columns) column?.finish();
  return { ...scan, columns };
}

/** Hands each row to `onRow`, with its number from 0. @throws DataError ragged-row, stray-quote, unclosed-quote */
export async function scanRows(plan: CsvPlan, onRow: OnRow): Promise<RowScan> {
  const { path, head, encoding, dialect, options } = plan;
  const rows = new RowCollector(plan, onRow);
  const scanner = new CsvScanner(
    {
      path,
      delimiter: dialect.delimiter,
      loneReturn: dialect.loneReturn,
      quotes: dialect.quotes,
      firstLine: dialect.skip + 1,
    },
    (record) => rows.add(record),
  );
  const checked = encoding.decoder === "utf-8";
  let badUtf8: Scan["badUtf8"];
  let stopped = false;
  let lines = dialect.skip;
  let tail = Buffer.alloc(0);
  const chunks = utf8Chunks(path, {
    head,
    decoder: encoding.decoder,
    bomBytes: encoding.bomBytes,
  });
  for await (const chunk of withoutLines(chunks, dialect.skip, dialect.loneReturn ? 13 : 10)) {
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
      if (!rows.isRagged) throw error;
      stopped = true;
      break;
    }
    await options.breathe?.();
  }
  const isCut = rows.count >= (options.maxRows ?? Number.POSITIVE_INFINITY);
  if (badUtf8 === undefined && tail.length > 0 && !isCut) badUtf8 = { bytes: tail, line: lines + 1 };
  if (badUtf8 === undefined) {
    if (!stopped) scanner.end();
    rows.refuseRagged();
  }
  return { rows: rows.count, blankLines: rows.blankLines, comments: rows.comments, badUtf8 };
}

export type OnRow = (record: CsvRecord, row: number) => void;

/** Hands on the records that are rows, and keeps an account of those that are none. */
class RowCollector {
  count: number;
  blankLines = 0;
  comments = 0;
  readonly #plan: CsvPlan;
  readonly #onRow: OnRow;
  readonly #width: number;
  /** Columns without a name that the header leaves out. */
  readonly #headerWidth: number;
  readonly #maxRows: number;
  #ragged: { readonly line: number; readonly cells: number } | undefined;
  #raggedLines = 0;

  constructor(plan: CsvPlan, onRow: OnRow) {
    this.#plan = plan;
    this.#onRow = onRow;
    this.#width = plan.names.length;
    this.#headerWidth = plan.dialect.records[0]!.length;
    this.#maxRows = plan.options.maxRows ?? Number.POSITIVE_INFINITY;
    this.count = -plan.headerRecords;
  }

  get isRagged(): boolean {
    return this.#ragged !== undefined;
  }

  /** False once no more rows are wanted. */
  add(record: CsvRecord): boolean {
    if (this.count < 0 && record.cells === this.#headerWidth && !isBlank(record))
      return ++this.count < this.#maxRows;
    if (record.cells !== this.#width) {
      if (isBlank(record)) this.blankLines++;
      else if (record.flags[0] === 0 && record.bytes[record.starts[0]!] === 35) this.comments++;
      else {
        this.#ragged ??= { line: record.line, cells: record.cells };
        this.#raggedLines++;
      }
      return true;
    }
    this.count++;
    if (this.#ragged !== undefined) return true;
    this.#onRow(record, this.count - 1);
    return this.count < this.#maxRows;
  }

  refuseRagged(): void {
    const first = this.#ragged;
    if (first === undefined) return;
    const { path, headerRecords } = this.#plan;
    const width = this.#width;
    const found = first.cells;
    const hint =
      found > width
        ? "Put cells that hold the delimiter in quotes, or name the additional columns in the header."
        : "Fill the row up with delimiters, or remove it.";
    const count = this.#raggedLines;
    const more =
      count > 1
        ? ` ${count} of ${this.count + count} rows have another number of cells than the ${headerRecords === 1 ? "header" : "first row"}, this is the first.`
        : "";
    throw new DataError(
      "ragged-row",
      path,
      `${path}, line ${first.line}: ${found} ${found === 1 ? "cell" : "cells"} where the ${headerRecords === 1 ? "header" : "first row"} has ${width}.${more} ${hint} If the table starts further down, set source.skip to the number of lines above it.`,
      { line: first.line },
    );
  }
}

function isBlank(record: CsvRecord): boolean {
  return record.cells === 1 && record.starts[0] === record.ends[0] && record.flags[0] === 0;
}

function newColumns(
  plan: CsvPlan,
  picked: readonly number[],
  asText: ReadonlySet<number>,
): (CsvColumn | undefined)[] {
  const columns: (CsvColumn | undefined)[] = plan.names.map(() => undefined);
  for (const k of picked) {
    const options = columnOptions(plan, k);
    columns[k] = new CsvColumn(plan.names[k]!, asText.has(k) || textInSample(plan, k, options), options);
  }
  return columns;
}

/** How the cells of column `k` are read. */
export function columnOptions(
  { options, quoting, dialect, naIsValue }: CsvPlan,
  k: number,
): CsvColumnOptions {
  return {
    tokens: missingTokens(options.missing, { naIsValue: naIsValue?.has(k) === true }),
    ...quoting,
    decimalComma: !dialect.delimiter.startsWith(","),
  };
}

function textInSample(
  { dialect, headerRecords, quoting }: CsvPlan,
  k: number,
  { tokens, decimalComma }: CsvColumnOptions,
): boolean {
  const isText = (cell: SampleCell): boolean =>
    !tokens.amongNumbers(cell.text.trim()) &&
    ((cell.quoted && quoting.quotedIsText) || !isNumber(cell.text, decimalComma));
  return dialect.records.slice(headerRecords).some((record) => record[k] !== undefined && isText(record[k]));
}

/** The chunks from the end of line `lines` on. */
async function* withoutLines(
  chunks: AsyncIterable<Uint8Array>,
  lines: number,
  newline: number,
): AsyncGenerator<Uint8Array> {
  let left = lines;
  for await (const chunk of chunks) {
    let at = 0;
    while (left > 0) {
      const end = chunk.indexOf(newline, at);
      if (end < 0) break;
      at = end + 1;
      left--;
    }
    if (left === 0) yield chunk.subarray(at);
  }
}
