import { nearest } from "../../jsonc/nearest.ts";
import { listText, quote } from "../../jsonc/quote.ts";
import type { FeedbackRows } from "../../product/feedback/analyzeFeedback.ts";
import type { FeedbackTable } from "../../product/feedback/feedbackSchema.ts";
import { formatCell } from "../../table/cells/formatCell.ts";
import { type LoadedTable, readTable } from "../../table/read/read.ts";
import { findColumn } from "../../table/table.ts";
import { UserError } from "../../table/userError.ts";

/**
 * Reads the columns of a feedback table that its entry names; rows without a text are left out.
 * @param path absolute
 * @throws DataError naming file, line and column; UserError for a column that is not there
 */
export async function readFeedback(path: string, entry: FeedbackTable): Promise<FeedbackRows> {
  const loaded = await readTable(path);
  const text = cellsOf(loaded, entry.text, entry.id);
  const rows = Uint32Array.from(text.keys()).filter((row) => text[row]!.trim() !== "");
  const column = (name: string | undefined): string[] | null => {
    if (name === undefined) return null;
    const cells = cellsOf(loaded, name, entry.id);
    return Array.from(rows, (row) => cells[row]!);
  };
  const score = column(entry.score?.column);
  const people = column(entry.person);
  const moments = entry.date === undefined ? undefined : findColumn(loaded.table, entry.date);
  return {
    texts: Array.from(rows, (row) => text[row]!),
    dates: column(entry.date) ?? Array.from(rows, () => ""),
    moments: Float64Array.from(rows, (row) =>
      moments?.kind === "datetime" ? moments.values[row]! : Number.NaN,
    ),
    people: people === null ? null : numbered(people),
    scores: score === null ? null : { kind: entry.score!.kind, values: Float64Array.from(score, scoreOf) },
  };
}

/** NaN where empty, −1 where no number. */
function scoreOf(cell: string): number {
  if (cell.trim() === "") return Number.NaN;
  const value = Number(cell);
  return Number.isFinite(value) ? value : -1;
}

/** A number a person, the same for the same text without case; a row without a person is a person of its own. */
function numbered(people: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  let next = 0;
  return Int32Array.from(people, (person) => {
    const key = person.trim().toLowerCase();
    const known = key === "" ? undefined : numbers.get(key);
    if (known !== undefined) return known;
    if (key !== "") numbers.set(key, next);
    return next++;
  });
}

function cellsOf({ table, formats }: LoadedTable, name: string, entry: string): string[] {
  const at = table.columns.findIndex((column) => column.name === name);
  if (at !== -1) {
    const column = table.columns[at]!;
    const format = { ...formats[at]!, missingToken: "" };
    return Array.from({ length: table.rows }, (_, row) => formatCell(column, row, format));
  }
  const names = table.columns.map((column) => column.name);
  const guess = nearest(name, names);
  throw new UserError(
    `feedback table ${entry} has no column ${quote(name)}: ${
      guess === undefined
        ? `there are ${listText(names.slice(0, 12).map(quote))}`
        : `did you mean ${quote(guess)}?`
    }`,
  );
}
