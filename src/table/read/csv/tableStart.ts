import { isNumber } from "./csvQuoting.ts";
import { judgeHeader } from "./headerLine.ts";
import { isBlank, isComment, type SampleRecord } from "./sample.ts";

/** Lines above a header that are searched for it. */
const maxPreamble = 100;
/** Rows that must follow a header found below other lines. */
const minRows = 2;

/** Index of the record that names the columns: 0 unless comments, blank lines or notes clearly stand above it. */
export function findTableStart(records: readonly SampleRecord[]): number {
  const first = Math.max(
    0,
    records.findIndex((r) => !isBlank(r)),
  );
  let start = first;
  while (start < records.length && (isBlank(records[start]!) || isComment(records[start]!))) start++;
  if (start === records.length || records.every(({ cells }) => cells.length === 1)) return first;
  if (isTable(records, start) && !isTitle(records[start]!)) return commentedHeader(records, start);
  if (hasRowNames(records.slice(start))) return start;
  const last = Math.min(records.length - 1, start + maxPreamble);
  for (let k = start + 1; k <= last; k++) {
    const record = records[k]!;
    if (!isBlank(record) && !isComment(record) && isTable(records, k) && isNamed(records, k))
      if (records.slice(start, k).every((above) => isNote(above, record))) return k;
  }
  return start;
}

/** R writes a table without a name for its row names: the header has one cell fewer, and the first cells differ. */
export function hasRowNames(records: readonly SampleRecord[]): boolean {
  const [header, ...rest] = records;
  const rows = rest.filter((r) => !isBlank(r));
  if (header === undefined || rows.length < minRows || header.cells.some(({ text }) => text.trim() === ""))
    return false;
  if (rows.some(({ cells }) => cells.length !== header.cells.length + 1)) return false;
  return new Set(rows.map(({ cells }) => cells[0]!.text)).size === rows.length;
}

/** All records from `start` on are as wide as the first of them, blank lines and comments aside. */
function isTable(records: readonly SampleRecord[], start: number): boolean {
  const width = records[start]!.cells.length;
  if (width < 2) return false;
  for (let k = start + 1; k < records.length; k++) {
    const record = records[k]!;
    if (record.cells.length !== width && !isBlank(record) && !isComment(record)) return false;
  }
  return true;
}

/** A title above a table that a spreadsheet has filled up with delimiters: one cell of at least three is filled. */
function isTitle({ cells }: SampleRecord): boolean {
  return cells.length > 2 && cells.filter(({ text }) => text.trim() !== "").length <= 1;
}

/** A line that is no row of the table below: blank, a comment, or with at most two cells filled, and fewer than the table has. */
function isNote(record: SampleRecord, below: SampleRecord): boolean {
  if (isBlank(record) || isComment(record)) return true;
  const filled = record.cells.filter(({ text }) => text.trim() !== "").length;
  return filled <= 2 && filled < below.cells.length && record.cells.length <= below.cells.length;
}

/** The record looks like names of the rows below: all different texts, and not data. */
function isNamed(records: readonly SampleRecord[], start: number): boolean {
  const { cells } = records[start]!;
  const rows = records.slice(start + 1).filter((r) => r.cells.length === cells.length);
  if (rows.length < minRows) return false;
  const names = cells.map(({ text }) => text.trim());
  if (names.some((name, k) => (name === "" && k > 0) || isNumber(name))) return false;
  if (new Set(names).size < names.length) return false;
  return (
    judgeHeader(
      cells,
      rows.map((r) => r.cells),
    ).kind !== "data"
  );
}

/** A header behind a `#`: the comment just above rows that have no other header. */
function commentedHeader(records: readonly SampleRecord[], start: number): number {
  const above = records[start - 1];
  if (above === undefined || above.cells.length !== records[start]!.cells.length) return start;
  const rows = records.slice(start).map((r) => r.cells);
  if (judgeHeader(rows[0]!, rows.slice(1)).kind === "names") return start;
  return judgeHeader(above.cells, rows).kind === "names" ? start - 1 : start;
}
