import { nearest } from "../../jsonc/nearest.ts";
import { listText, quote } from "../../jsonc/quote.ts";
import type { FeedbackRows, PassTexts } from "../../product/feedback/analyzeFeedback.ts";
import type { FeedbackTable } from "../../product/feedback/feedbackSchema.ts";
import { formatCell } from "../../table/cells/formatCell.ts";
import { passOverColumn } from "../../table/read/csv/readCsv.ts";
import { type FileHead, readHead } from "../../table/read/fileHead.ts";
import { type LoadedTable, readTable } from "../../table/read/read.ts";
import { findColumn } from "../../table/table.ts";
import { UserError } from "../../table/userError.ts";

/**
 * Reads the columns of a feedback table that its entry names. The texts of a CSV are not kept: they are read from the file when they
 * are handed over.
 * @param path absolute
 * @throws DataError naming file, line and column; UserError for a column that is not there; what `breathe` throws
 */
export async function readFeedback(
  path: string,
  entry: FeedbackTable,
  breathe: () => Promise<void>,
): Promise<FeedbackRows> {
  const head = await readHead(path);
  const isCsv = head.type === "csv";
  const others = [entry.date, entry.person, entry.score?.column].filter((name) => name !== undefined);
  const loaded = await readTable(path, { ...(isCsv && { maxRows: 1 }) });
  for (const name of [entry.text, ...others]) refuseUnknown(loaded, name, entry.id);
  const rest = isCsv && others.length > 0 ? await readTable(path, { columns: others, breathe }) : loaded;
  const rows = others.length > 0 ? rest.table.rows : 0;
  const cells = (name: string | undefined) => (name === undefined ? null : cellsOf(rest, name));
  const [dates, people, scores] = [cells(entry.date), cells(entry.person), cells(entry.score?.column)];
  const moments = entry.date === undefined ? undefined : findColumn(rest.table, entry.date);
  return {
    texts: isCsv ? passTexts(path, head, entry.text, breathe) : allCells(loaded, entry.text),
    dates: { at: (row) => dates?.(row) ?? "" },
    moments: moments?.kind === "datetime" ? moments.values : new Float64Array(0),
    people: people === null ? null : await numbered(people, rows, breathe),
    scores:
      scores === null
        ? null
        : { kind: entry.score!.kind, values: await numbersOf((row) => scoreOf(scores(row)), rows, breathe) },
  };
}

/** Hands over the texts of a CSV part by part, as its bytes are read. */
function passTexts(path: string, head: FileHead, column: string, breathe: () => Promise<void>): PassTexts {
  return async (begin) => {
    let take = begin();
    let part: (string | null)[] = [];
    const handOver = async (): Promise<void> => {
      const full = part;
      part = [];
      await take(full);
      await breathe();
    };
    await passOverColumn(path, head, { column, breathe: handOver }, () => {
      part = [];
      take = begin();
      return (text) => part.push(text);
    });
    await handOver();
  };
}

function allCells(loaded: LoadedTable, name: string): string[] {
  const cell = cellsOf(loaded, name);
  return Array.from({ length: loaded.table.rows }, (_, row) => cell(row));
}

async function numbersOf(
  of: (row: number) => number,
  rows: number,
  breathe: () => Promise<void>,
): Promise<Float64Array> {
  const numbers = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    if (row % 1024 === 0) await breathe();
    numbers[row] = of(row);
  }
  return numbers;
}

/** NaN where empty, −1 where no number. */
function scoreOf(cell: string): number {
  if (cell.trim() === "") return Number.NaN;
  const value = Number(cell);
  return Number.isFinite(value) ? value : -1;
}

/** A number a person, the same for the same text without case; a row without a person is a person of its own. */
async function numbered(
  people: (row: number) => string,
  rows: number,
  breathe: () => Promise<void>,
): Promise<Int32Array> {
  const numbers = new Map<string, number>();
  let next = 0;
  const numberOf = (person: string): number => {
    const key = person.trim().toLowerCase();
    const known = key === "" ? undefined : numbers.get(key);
    if (known !== undefined) return known;
    if (key !== "") numbers.set(key, next);
    return next++;
  };
  return Int32Array.from(await numbersOf((row) => numberOf(people(row)), rows, breathe));
}

/** Cells of a column as they are written; empty where they are missing. */
function cellsOf({ table, formats }: LoadedTable, name: string): (row: number) => string {
  const at = table.columns.findIndex((column) => column.name === name);
  const format = { ...formats[at]!, missingToken: "" };
  return (row) => formatCell(table.columns[at]!, row, format);
}

function refuseUnknown({ table }: LoadedTable, name: string, entry: string): void {
  const names = table.columns.map((column) => column.name);
  if (names.includes(name)) return;
  const guess = nearest(name, names);
  throw new UserError(
    `feedback table ${entry} has no column ${quote(name)}: ${
      guess === undefined
        ? `there are ${listText(names.slice(0, 12).map(quote))}`
        : `did you mean ${quote(guess)}?`
    }`,
  );
}
