import { type Column, columnLength } from "../../../table/table.ts";
import { columnWords } from "./columnWords.ts";

/** What the detection looks at of a column: its name and at most `sampleSize` of its distinct values. */
export interface ColumnSample {
  readonly name: string;
  readonly words: readonly string[];
  readonly kind: Column["kind"];
  /** Distinct values as text, in the order of the file; datetimes as ISO dates. */
  readonly values: readonly string[];
  /** Distinct values over cells looked at, 0–1. */
  readonly distinctShare: number;
  /** Cells looked at that are not missing. */
  readonly present: number;
}

const sampleSize = 1000;
const cellsSeen = 3000;

/** Looks at up to 3,000 cells, evenly spread over the rows. */
export function sampleColumn(column: Column): ColumnSample {
  const rows = columnLength(column);
  const step = Math.max(1, rows / cellsSeen);
  const read = cellReader(column);
  const values = new Set<string>();
  let present = 0;
  for (let at = 0; at < rows; at += step) {
    const text = read(Math.floor(at));
    if (text === null || text === "") continue;
    present++;
    values.add(text);
  }
  if (present === 0 && rows > cellsSeen) {
    for (let row = 0; row < rows && present < sampleSize; row++) {
      const text = read(row);
      if (text === null || text === "") continue;
      present++;
      values.add(text);
    }
  }
  return {
    name: column.name,
    words: columnWords(column.name),
    kind: column.kind,
    values: [...values].slice(0, sampleSize),
    distinctShare: present === 0 ? 0 : values.size / present,
    present,
  };
}

function cellReader(column: Column): (row: number) => string | null {
  if (column.kind === "string")
    return (row) => {
      const code = column.codes[row]!;
      return code < 0 ? null : column.dictionary[code]!.trim();
    };
  if (column.kind === "number")
    return (row) => {
      const value = column.values[row]!;
      return Number.isNaN(value) ? null : String(value);
    };
  return (row) => {
    const value = column.values[row]!;
    return Number.isNaN(value) ? null : dateText(value);
  };
}

function dateText(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString().slice(0, 10) : String(ms);
}

/** Where the next value looked at lies: no pattern of the rows has this period. */
const golden = 0.6180339887498949;

/** Share of the values that pass, 0–1; of at most `limit` of them. */
export function passShare(
  values: readonly string[],
  passes: (text: string) => boolean,
  limit = sampleSize,
): number {
  const n = Math.min(values.length, limit);
  if (n === 0) return 0;
  const isPart = n < values.length;
  let passed = 0;
  for (let i = 0; i < n; i++)
    if (passes(values[isPart ? Math.floor(((i * golden) % 1) * values.length) : i]!)) passed++;
  return passed / n;
}
