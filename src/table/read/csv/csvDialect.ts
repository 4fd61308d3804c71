import { DataError } from "../../dataError.ts";
import { CsvScanner, cellText } from "./csvScanner.ts";
import { isBlank, isComment, type SampleCell, type SampleRecord } from "./sample.ts";
import { findTableStart, hasRowNames } from "./tableStart.ts";

export interface Dialect {
  /** One character, with a space after it where every cell has one. */
  readonly delimiter: string;
  /** False: quotes are characters like any other. */
  readonly quotes: boolean;
  readonly newline: "\n" | "\r\n";
  readonly loneReturn: boolean;
  /** Lines above the table. */
  readonly skip: number;
  /** First records of the table, blank lines and comments aside; the line of names included, where there is one. */
  readonly records: readonly (readonly SampleCell[])[];
  /** A sentence for a person, where another delimiter may be meant. */
  readonly hint?: string;
}

export interface DialectOptions {
  readonly delimiter?: string | undefined;
  readonly quotes?: boolean | undefined;
  readonly skip?: number | undefined;
  /** Tab is the first guess. */
  readonly tabs: boolean;
}

const sampleRecords = 500;
const delimiters = [",", ";", "\t", "|"];

interface Text {
  /** UTF-8, from the first line that is not skipped. */
  readonly bytes: Buffer;
  /** All of the file. */
  readonly whole: boolean;
  readonly path: string;
  readonly loneReturn: boolean;
  readonly firstLine: number;
}

interface Sample {
  readonly delimiter: string;
  readonly quotes: boolean;
  readonly records: readonly SampleRecord[];
  readonly start: number;
  /** The quotes of the text do not pair. */
  readonly fault: DataError | undefined;
}

/** How the text is cut into cells, and where its table starts. `head` is UTF-8 without a byte-order mark; `whole` when it is all of the file. */
export function sniffDialect(head: Buffer, whole: boolean, path: string, options: DialectOptions): Dialect {
  const lf = head.indexOf(10);
  const loneReturn = lf < 0 && head.includes(13);
  const newline = lf > 0 && head[lf - 1] === 13 ? "\r\n" : "\n";
  const skipped = afterLines(head, options.skip ?? 0, loneReturn ? 13 : 10);
  const text: Text = {
    bytes: head.subarray(skipped),
    whole,
    path,
    loneReturn,
    firstLine: (options.skip ?? 0) + 1,
  };
  const choices =
    options.delimiter !== undefined
      ? [options.delimiter]
      : options.tabs
        ? ["\t", ...delimiters.filter((d) => d !== "\t")]
        : delimiters;
  // one that is nowhere gives records of one cell, which are never better than the first
  const there = choices.filter((delimiter, i) => i === 0 || text.bytes.includes(delimiter[0]!));
  let best = bestSample(there.flatMap((delimiter) => samples(text, delimiter, options)));
  if (best.fault !== undefined && choices.length === 1) throw best.fault;
  const width = best.records[best.start]?.cells.length ?? 0;
  if (options.delimiter !== undefined && width < 2) refuseForeign(text, options.delimiter);
  const hint = options.delimiter === undefined && width < 2 ? spaceHint(text) : undefined;
  if (options.delimiter === undefined && spaced(best.records.slice(best.start)))
    best = sample(text, `${best.delimiter} `, best.quotes, options.skip !== undefined);
  const table = best.records.slice(best.start);
  return {
    delimiter: best.delimiter,
    quotes: best.quotes,
    newline,
    loneReturn,
    skip: best.start === 0 ? text.firstLine - 1 : table[0]!.line - 1,
    records: table.filter((r) => !isBlank(r) && !isStrayComment(r, table[0]!)).map((r) => r.cells),
    ...(hint !== undefined && { hint }),
  };
}

/** A comment between the rows: a line that starts with # and is no row. */
function isStrayComment(record: SampleRecord, header: SampleRecord): boolean {
  return isComment(record) && record.cells.length !== header.cells.length;
}

/** Readings of the text with this delimiter: with quotes, and without where those do not pair and the file need not have any. */
function samples(text: Text, delimiter: string, options: DialectOptions): Sample[] {
  const given = options.skip !== undefined;
  if (options.quotes !== undefined) return [sample(text, delimiter, options.quotes, given)];
  const quoted = sample(text, delimiter, true, given);
  return quoted.fault !== undefined && mayLackQuotes(delimiter)
    ? [quoted, sample(text, delimiter, false, given)]
    : [quoted];
}

/** Files with these delimiters are often written without quoting. */
export function mayLackQuotes(delimiter: string): boolean {
  return delimiter === "\t" || delimiter === "|";
}

function bestSample(found: readonly Sample[]): Sample {
  let best = found[0]!;
  for (const one of found) if (score(one) > score(best)) best = one;
  return best;
}

/** Number of bytes up to the end of line `lines`. */
function afterLines(bytes: Buffer, lines: number, newline: number): number {
  let at = 0;
  for (let line = 0; line < lines; line++) {
    const end = bytes.indexOf(newline, at);
    if (end < 0) return bytes.length;
    at = end + 1;
  }
  return at;
}

/** @throws DataError when the delimiter given is nowhere, but another one would do */
function refuseForeign(text: Text, given: string): void {
  const { path } = text;
  if (sample(text, given, true, false).records.some(({ cells }) => cells.length > 1)) return;
  const other = delimiters.find((d) => d !== given[0] && score(sample(text, d, true, false)) > 1);
  if (other === undefined) return;
  throw new DataError(
    "wrong-delimiter",
    path,
    `${path}: the delimiter ${JSON.stringify(given)} never occurs in the file; its cells look separated by ${JSON.stringify(other)}. Set source.delimiter to that, or leave it out.`,
    { line: 1 },
  );
}

/** What to say of a file of one column whose lines all have as many parts between spaces. @throws DataError when it can be nothing else */
function spaceHint(text: Text): string | undefined {
  const { path } = text;
  const spaces = sample(text, " ", true, true);
  if (spaces.records.length < 3 || score(spaces) <= 1) return undefined;
  const parts = `every line has ${spaces.records[0]!.cells.length} parts separated by spaces`;
  if (sample(text, ",", true, true).fault !== undefined)
    throw new DataError(
      "wrong-delimiter",
      path,
      `${path}: ${parts}, and no other delimiter fits. Set source.delimiter to " ".`,
      { line: 1 },
    );
  return `the file is read as one column, but ${parts}: if those are the columns, set source.delimiter to " "`;
}

/** `startsHere`: the table starts with the first line. */
function sample(text: Text, delimiter: string, quotes: boolean, startsHere: boolean): Sample {
  const { bytes, whole, path, loneReturn, firstLine } = text;
  const records: SampleRecord[] = [];
  const scanner = new CsvScanner({ path, delimiter, loneReturn, quotes, firstLine }, (record) => {
    const cells: SampleCell[] = [];
    for (let k = 0; k < record.cells; k++)
      cells.push({ text: cellText(record, k), quoted: (record.flags[k]! & 1) === 1 });
    records.push({ cells, line: record.line });
    return records.length < sampleRecords;
  });
  let fault: DataError | undefined;
  try {
    scanner.push(bytes);
    if (whole || records.length === 0) scanner.end();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    fault = error;
  }
  return { delimiter, quotes, records, start: startsHere ? 0 : findTableStart(records), fault };
}

/** Higher is better: records with as many cells as the header, more than one cell, no lines above, quotes that pair. */
function score({ records, start, fault, quotes }: Sample): number {
  const header = records[start];
  const width = header?.cells.length ?? 0;
  if (header === undefined || width < 2) return 0;
  let full = 0;
  let same = 0;
  for (const record of records.slice(start)) {
    if (isBlank(record) || isStrayComment(record, header)) continue;
    full++;
    if (record.cells.length === width) same++;
  }
  const share = hasRowNames(records.slice(start)) ? 1 : same / full;
  const certain = share < 1 ? 0 : fault !== undefined ? 0.5 : quotes ? 1 : 0.6;
  return share ** 2 * (1 + Math.min(width, 100) / 1000) + (start > 0 ? certain * 0.9 : certain);
}

function spaced(records: readonly SampleRecord[]): boolean {
  let count = 0;
  for (const { cells } of records.slice(1))
    for (const cell of cells.slice(1)) {
      if (!cell.text.startsWith(" ")) return false;
      count++;
    }
  return count > 1;
}
