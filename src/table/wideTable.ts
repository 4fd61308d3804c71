import { grouped } from "../language/counts.ts";
import { DataError } from "./dataError.ts";

/** Columns beyond which a table is refused: it is rather a matrix, or rows and columns are exchanged. */
const maxColumns = 10_000;
const many = 1000;

/** What to expect of a table of so many columns, and what to do; undefined for most. */
export function wideTableWarning(columns: number): string | undefined {
  if (columns < many) return undefined;
  const n = grouped(columns);
  return `the table has ${n} columns: training and the report look at pairs of them and take minutes to hours; leave out those you do not need ("role": "drop", or another file), or set "report": { "enabled": false }`;
}

/** @throws DataError too-wide, before a row is read */
export function refuseTooWide(columns: number, path: string): void {
  if (columns > maxColumns)
    throw new DataError(
      "too-wide",
      path,
      `${path} has ${grouped(columns)} columns, more than ${grouped(maxColumns)}. Keep those you need in another file, or exchange its rows and columns.`,
    );
}
