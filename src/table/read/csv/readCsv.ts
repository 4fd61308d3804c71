import { DataError } from "../../dataError.ts";
import type { ColumnFormat, FileFormat } from "../../format.ts";
import { type Column, makeTable } from "../../table.ts";
import { refuseTooWide } from "../../wideTable.ts";
import { decoderOf } from "../byteSource.ts";
import { type ColumnNames, nameColumns, pickColumns } from "../columnNames.ts";
import type { FileHead } from "../fileHead.ts";
import { finishColumn } from "../finishColumn.ts";
import { dateFormatsOf, type ReadNote, type ReadOptions, type ReadResult } from "../readOptions.ts";
import { type CsvSample, sampleCsv } from "../sampled/sampleCsv.ts";
import { fileBytes, sampleSize } from "../sampled/sampleSize.ts";
import type { CsvColumn } from "./csvColumn.ts";
import { type Dialect, mayLackQuotes, sniffDialect } from "./csvDialect.ts";
import { guessQuoting, type QuotingGuess } from "./csvQuoting.ts";
import { cellText } from "./csvScanner.ts";
import { type HeaderVerdict, judgeHeader, refuseData } from "./headerLine.ts";
import type { SampleCell } from "./sample.ts";
import { type CsvPlan, columnOptions, type OnRow, type RowScan, scanFile, scanRows } from "./scanFile.ts";
import { countLines, eightBit, sniffEncoding, type TextEncoding } from "./textEncoding.ts";

/**
 * Reads a CSV in one pass over its bytes: cells become numbers or dictionary codes as they are met, so that no text of a number
 * column is kept. A column that turns out mixed costs a second pass.
 */
export async function readCsv(path: string, head: FileHead, options: ReadOptions): Promise<ReadResult> {
  const notes: ReadNote[] = [];
  let plan = planOf(path, head, sniffEncoding(head.bytes, path), options);
  const named = namesOf(plan, notes);
  plan = { ...plan, names: named.names };
  const picked = pickColumns(named.names, options.columns, path);
  const asText = new Set<number>(options.asWritten ? picked : []);
  const drawn = await drawRows(plan, picked);
  if (drawn !== null) plan = { ...drawn.plan, head: { ...head, content: drawn.scan.content } };
  const scanned = await scanSomehow(plan, (tried) => scanFile(tried, picked, asText));
  plan = scanned.plan;
  const { scan } = scanned;
  const demoted = scan.columns.flatMap((column, k) => (column?.demoted ? [k] : []));
  if (demoted.length > 0) {
    for (const k of demoted) asText.add(k);
    const again = await scanFile(plan, demoted, asText);
    for (const k of demoted) scan.columns[k] = again.columns[k];
  }
  const codes = picked.filter((k) => options.missing === undefined && isCodeWithNa(scan.columns[k]!));
  if (codes.length > 0) {
    const again = await scanFile({ ...plan, naIsValue: new Set(codes) }, codes, new Set(codes));
    for (const k of codes) scan.columns[k] = again.columns[k];
    notes.push(
      ...codes.map((k) => ({
        column: plan.names[k]!,
        text: "NA is read as a value, as the others are codes like it; if it means missing, list it in source.missing",
      })),
    );
  }
  notes.push(...notesOn(plan, drawn?.scan ?? scan).map((text) => ({ text })));
  if (scan.rows <= 0)
    throw new DataError(
      "no-rows",
      path,
      `${path} has a header line and no rows. Give a file with at least two rows.`,
      { line: plan.dialect.skip + 1 },
    );
  const columns: Column[] = [];
  const written: ColumnFormat[] = [];
  for (const k of picked) {
    const formats = options.asWritten ? null : dateFormatsOf(options, plan.names[k]!);
    const done = finishColumn(scan.columns[k]!, formats);
    columns.push(done.column);
    written.push(named.unnamed.has(k) ? { ...done.format, unnamed: true } : done.format);
    notes.push(...done.warnings.map((text) => ({ column: plan.names[k]!, text })));
  }
  const sample = drawn?.scan.describe?.({
    isText: new Set(picked.filter((_, i) => columns[i]!.kind === "string")),
    naIsValue: new Set(codes),
  });
  return {
    ...{ table: makeTable(columns), format: formatOf(plan, named), formats: written, notes },
    ...(sample && { sample }),
  };
}

/** Takes one cell of a row of a CSV; null where it is missing. */
export type OnCell = (text: string | null) => void;

/**
 * Passes over the cells of one column as they are written and keeps none of them.
 * @param begin called before the first row, and again where the rows have to be read once more in another encoding or without quotes
 * @throws DataError as `readCsv` does
 */
export async function passOverColumn(
  path: string,
  head: FileHead,
  options: ReadOptions & { readonly column: string },
  begin: () => OnCell,
): Promise<void> {
  const plan = planOf(path, head, sniffEncoding(head.bytes, path), options);
  const { names } = namesOf(plan, []);
  const [k] = pickColumns(names, [options.column], path) as [number];
  await scanSomehow({ ...plan, names }, (tried) => {
    const { tokens, allQuoted } = columnOptions(tried, k);
    const onCell = begin();
    const onRow: OnRow = (record) => {
      const text = cellText(record, k);
      const bare = (record.flags[k]! & 1) === 0 || allQuoted;
      onCell(bare && tokens.inText(text) ? null : text);
    };
    return scanRows(tried, onRow);
  });
}

/** The rows of a file that is larger than memory, or of which the options ask for a part; null where all are read. */
async function drawRows(
  plan: CsvPlan,
  picked: readonly number[],
): Promise<{ readonly plan: CsvPlan; readonly scan: CsvSample } | null> {
  const { path, head, options } = plan;
  if (options.sample === undefined || head.content !== undefined) return null;
  const rowBytes = head.bytes.length / Math.max(1, countLines(head.bytes));
  const bytes = head.whole ? head.bytes.length : await fileBytes(path, head.compression);
  const size = sampleSize({ rows: bytes / rowBytes, columns: picked.length, rowBytes }, options.sample);
  if (size === null) return null;
  const { seed } = options.sample;
  return await scanSomehow(plan, (tried) => sampleCsv(tried, picked, { size, seed }));
}

function planOf(path: string, head: FileHead, encoding: TextEncoding, options: ReadOptions): CsvPlan {
  const raw = head.bytes.subarray(encoding.bomBytes);
  const decode = decoderOf(encoding.decoder);
  const text = decode === undefined ? raw : Buffer.from(decode(raw), "utf8");
  const { delimiter, quotes, skip } = options;
  const dialect = sniffDialect(text, head.whole, path, { delimiter, quotes, skip, tabs: head.tabs });
  return {
    path,
    head,
    encoding,
    dialect,
    quoting: guessQuoting(dialect.records),
    names: [],
    headerRecords: options.header === false ? 0 : 1,
    options,
  };
}

interface CsvNames extends ColumnNames {
  readonly layout: FileFormat["header"];
}

/** @throws DataError empty-file, no-header, empty-column-name, duplicate-column-name */
function namesOf({ path, dialect, options }: CsvPlan, notes: ReadNote[]): CsvNames {
  const [header, ...rows] = dialect.records;
  const line = dialect.skip + 1;
  if (header === undefined || (header.length === 1 && header[0]!.text.trim() === ""))
    throw new DataError(
      "empty-file",
      path,
      `${path} has no header line. Name the columns in its first line.`,
      { line },
    );
  if (options.header === false) {
    refuseTooWide(header.length, path);
    const names = header.map((_, k) => `column_${k + 1}`);
    return { names, unnamed: new Set(), layout: "none" };
  }
  const verdict: HeaderVerdict =
    options.header === true ? { kind: "names", alike: 0 } : judgeHeader(header, rows);
  refuseData(verdict, path, line, header.length);
  const missing = namesLeftOut(header, rows);
  const written = header.map((cell) => cell.text);
  const found = nameColumns(
    missing === "rowNames" ? ["", ...written] : missing === "last" ? [...written, ""] : written,
    path,
    line,
  );
  for (const k of found.unnamed)
    notes.push({
      column: found.names[k]!,
      text: "has no name in the file: it is named by its number here, and written back without a name",
    });
  return { ...found, layout: missing === "rowNames" ? "rowNames" : undefined };
}

/** Which name the header leaves out when all rows have one cell more: that of the row names (as R writes them), or of what follows a delimiter at the end. */
function namesLeftOut(
  header: readonly SampleCell[],
  rows: readonly (readonly SampleCell[])[],
): "none" | "rowNames" | "last" {
  if (rows.length < 2 || rows.some((row) => row.length !== header.length + 1)) return "none";
  if (rows.every((row) => row[header.length]!.text === "")) return "last";
  return new Set(rows.map((row) => row[0]!.text)).size === rows.length ? "rowNames" : "none";
}

/** Reads the rows; once more in another encoding, or without quotes, where only the rows show that they need it. */
async function scanSomehow<T extends RowScan>(
  plan: CsvPlan,
  scanWith: (plan: CsvPlan) => Promise<T>,
): Promise<{ readonly plan: CsvPlan; readonly scan: T }> {
  const { path, head, dialect, names, options } = plan;
  try {
    const scan = await scanWith(plan);
    if (scan.badUtf8 === undefined) return { plan, scan };
    const encoding = eightBit(scan.badUtf8.bytes, path, scan.badUtf8.line);
    return await scanSomehow({ ...planOf(path, head, encoding, options), names }, scanWith);
  } catch (error) {
    const isQuoteFault = error instanceof DataError && /^(stray|unclosed)-quote$/.test(error.code);
    if (!isQuoteFault || !dialect.quotes || options.quotes !== undefined || !mayLackQuotes(dialect.delimiter))
      throw error;
    const bare = { ...planOf(path, head, plan.encoding, { ...options, quotes: false }), options, names };
    const scan = await scanWith(bare).catch((other: unknown) => {
      throw other instanceof DataError ? error : other;
    });
    return { plan: bare, scan };
  }
}

const states =
  "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR".split(
    " ",
  );

/** NA stands beside other codes of two letters, or beside short codes where missing cells are empty. */
function isCodeWithNa({ missing, dictionary }: CsvColumn): boolean {
  if (!missing.has("NA")) return false;
  // beside states of the United States alone it is none of them
  const isState = dictionary.every((text) => states.includes(text));
  if (dictionary.length > 2 && !isState && dictionary.every((text) => /^[A-Z]{2}$/.test(text))) return true;
  return missing.has("") && dictionary.length > 1 && dictionary.every((text) => /^[A-Z]{2,5}$/.test(text));
}

function notesOn({ encoding, dialect, options }: CsvPlan, scan: RowScan): string[] {
  const notes: string[] = [];
  const lines = (n: number, what: string) => `${n} ${what}${n === 1 ? "line" : "lines"}`;
  if (encoding.encoding === "latin-1") notes.push("the file is not UTF-8: read as Latin-1 (Windows-1252)");
  if (dialect.hint !== undefined) notes.push(dialect.hint);
  if (dialect.skip > 0 && options.skip === undefined)
    notes.push(
      `${lines(dialect.skip, "")} above the table skipped, and not written back (source.skip says how many)`,
    );
  if (!dialect.quotes && options.quotes === undefined)
    notes.push("quotes do not pair: read and written as characters like any other (source.quotes)");
  if (dialect.loneReturn) notes.push("lines end with a lone carriage return: written with newlines");
  if (scan.blankLines > 0) notes.push(`${lines(scan.blankLines, "blank ")} skipped`);
  if (scan.comments > 0) notes.push(`${lines(scan.comments, "comment ")} between the rows skipped`);
  return notes;
}

function formatOf({ dialect, encoding, head, quoting }: CsvPlan, { layout }: CsvNames): FileFormat {
  return {
    type: "csv",
    delimiter: dialect.delimiter,
    quote: '"',
    ...(layout !== undefined && { header: layout }),
    quoting: quotingOf(dialect, quoting, layout),
    newline: dialect.newline,
    bom: encoding.bomBytes > 0,
    encoding: encoding.encoding,
    compression: head.compression === "gzip" ? "gzip" : "none",
  };
}

function quotingOf(
  { quotes, records }: Dialect,
  guess: QuotingGuess,
  layout: FileFormat["header"],
): FileFormat["quoting"] {
  if (!quotes) return "none";
  const header = records[0]!;
  if (guess.allQuoted && header.every((cell) => cell.quoted)) return "all";
  if (layout === "none") return "minimal";
  return header.some((cell) => cell.quoted && !/[",;\t|\r\n]/.test(cell.text)) ? "strings" : "minimal";
}
