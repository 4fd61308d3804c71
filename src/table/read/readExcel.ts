import { readFile } from "node:fs/promises";
import type { CellValue, Sheet } from "hucre/xlsx";
import { DataError } from "../dataError.ts";
import { pathError } from "../pathError.ts";
import { readCsv } from "./csv/readCsv.ts";
import type { FileHead } from "./fileHead.ts";
import type { ReadOptions, ReadResult } from "./readOptions.ts";

const maxFileBytes = 2 ** 28;

/**
 * Reads one sheet of an Excel workbook: its cells are written as CSV in memory and read like one, so that header, notes above the table
 * and columns without a name are treated alike. Formulas count by their saved results.
 *
 * @throws DataError corrupt-excel, unknown-sheet, empty-file, too-large and those of CSV; lines are rows of the sheet
 */
export async function readExcel(path: string, options: ReadOptions): Promise<ReadResult> {
  const { sheet, others } = await openSheet(path, options.sheet);
  const content = Buffer.from(csvOf(sheet.rows));
  if (content.length === 0)
    throw new DataError(
      "empty-file",
      path,
      `${path}: sheet "${sheet.name}" is empty. Name another one in source.sheet (${listed(others)}).`,
    );
  const head: FileHead = {
    type: "csv",
    compression: "none",
    bytes: content,
    whole: true,
    tabs: false,
    content,
  };
  const read = await readCsv(path, head, { ...options, delimiter: ",", quotes: true });
  const note =
    others.length > 0 && options.sheet === undefined
      ? [
          {
            text: `the first sheet, "${sheet.name}", is read; source.sheet names another one (${listed(others)})`,
          },
        ]
      : [];
  return { ...read, format: { ...read.format, quoting: "minimal" }, notes: [...note, ...read.notes] };
}

async function openSheet(
  path: string,
  wanted: string | undefined,
): Promise<{ readonly sheet: Sheet; readonly others: readonly string[] }> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw pathError(error, path, "read");
  });
  if (bytes.length > maxFileBytes)
    throw new DataError(
      "too-large",
      path,
      `${path} is larger than 256 MB. Export the sheet as CSV or Parquet.`,
    );
  const names: string[] = [];
  // the reader is large, and few tables are workbooks
  const { readXlsx } = await import("hucre/xlsx");
  const workbook = await readXlsx(bytes, {
    sheets: (info, index) => {
      names.push(info.name);
      return wanted === undefined ? index === 0 : info.name === wanted;
    },
  }).catch((error: unknown) => {
    throw new DataError(
      "corrupt-excel",
      path,
      `${path} cannot be read as an Excel workbook (${(error as Error).message.split("\n")[0]}). Save it again as .xlsx without a password, or export the sheet as CSV.`,
    );
  });
  const [sheet] = workbook.sheets;
  if (sheet === undefined)
    throw new DataError(
      "unknown-sheet",
      path,
      `${path} has no sheet "${wanted ?? ""}". Set source.sheet to one of ${listed(names)}.`,
    );
  return { sheet, others: names.filter((name) => name !== sheet.name) };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${name}"`);
  return names.length > 8 ? `${shown.join(", ")} and ${names.length - 8} more` : shown.join(", ");
}

/** Rows as CSV: texts in quotes, so that digits typed as text stay text; empty rows and columns at the end are left out. */
function csvOf(rows: readonly (readonly CellValue[])[]): string {
  const isEmpty = (value: CellValue | undefined) => value === undefined || value === null || value === "";
  const width = rows.reduce(
    (most, row) => Math.max(most, row.findLastIndex((value) => !isEmpty(value)) + 1),
    0,
  );
  const last = rows.findLastIndex((row) => row.some((value) => !isEmpty(value)));
  const dates = Array.from({ length: width }, (_, k) => dateSpelling(rows, k));
  return rows
    .slice(0, last + 1)
    .map((row) => Array.from({ length: width }, (_, k) => spell(row[k], dates[k]!)).join(","))
    .join("\n");
}

type DateSpelling = (date: Date) => string;

/** Dates of a column are all written with a time, or none is: Excel keeps no difference. */
function dateSpelling(rows: readonly (readonly CellValue[])[], k: number): DateSpelling {
  const dates = rows.flatMap((row) => (row[k] instanceof Date ? [row[k]] : []));
  const isTime = dates.length > 0 && dates.every((date) => date.getUTCFullYear() < 1901);
  const isDay = dates.every((date) => date.getTime() % 86_400_000 === 0);
  return (date) => {
    if (isTime) return hoursOf(date);
    const text = date.toISOString();
    return isDay ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
  };
}

/** A cell without a date counts from the start of 1900: hours go beyond 24 where its format is `[h]:mm`. */
function hoursOf(date: Date): string {
  const days = (date.getTime() - Date.UTC(1899, 11, 31)) / 86_400_000;
  // Excel counts a 29 February 1900, which there was not.
  const seconds = Math.round((days >= 60 ? days + 1 : days) * 86_400);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function spell(value: CellValue | undefined, date: DateSpelling): string {
  if (value === undefined || value === null || value === "") return "";
  // Excel itself keeps 15 digits
  if (typeof value === "number") return String(Number(value.toPrecision(15)));
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : date(value);
  const text = String(value);
  return /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)$/.test(text)
    ? ""
    : `"${text.replaceAll('"', '""')}"`;
}
