import type { ColumnFormat } from "../format.ts";
import type { Column } from "../table.ts";
import { maxNumberBytes, NumberWriter } from "../write/writeNumber.ts";
import { DatePattern } from "./datePattern.ts";

const scratch = Buffer.alloc(maxNumberBytes);

/** The cell as it is written in a CSV file, without quotes; the missing token where missing. */
export function formatCell(column: Column, row: number, format: ColumnFormat): string {
  if (column.kind === "string") {
    const code = column.codes[row]!;
    return code < 0 ? format.missingToken : column.dictionary[code]!;
  }
  const value = column.values[row]!;
  if (Number.isNaN(value)) return format.missingToken;
  const form = column.kind === "datetime" ? column.forms?.[row] : undefined;
  const patterns = form === undefined ? undefined : datePatternsOf(format);
  return patterns?.[form!] === undefined ? valueFormatter(format)(value) : patterns[form!]!.format(value);
}

/** Writes numbers and dates (epoch ms) of a column; build once for many values. Not for NaN. */
export function valueFormatter(format: ColumnFormat): (value: number) => string {
  const dates = datePatternOf(format);
  if (dates !== undefined) return (value) => dates.format(value);
  const numbers = new NumberWriter(format);
  return (value) => scratch.toString("utf8", 0, numbers.write(value, scratch, 0));
}

/** The compiled date pattern of a date, timestamp or time column; ISO 8601 where none is known. Undefined for other columns. */
function datePatternOf(format: ColumnFormat): DatePattern | undefined {
  const { physical } = format;
  if (physical !== "date" && physical !== "timestamp" && physical !== "time") return undefined;
  const pattern =
    format.dateFormat ??
    (physical === "date" ? "%Y-%m-%d" : physical === "time" ? "%H:%M:%S%f" : "%Y-%m-%d %H:%M:%S%f");
  return new DatePattern(pattern, format.decimals ?? 0, format.fixedDecimals);
}

/** The compiled patterns of all forms in which a column's dates are written; just that of `datePatternOf` where there is one. */
export function datePatternsOf(format: ColumnFormat): readonly DatePattern[] | undefined {
  const first = datePatternOf(format);
  if (first === undefined || format.dateForms === undefined) return first && [first];
  return format.dateForms.map(
    (pattern) => new DatePattern(pattern, format.decimals ?? 0, format.fixedDecimals),
  );
}

/** All characters that numbers or dates of the column may be written with. */
export function writtenCharacters(format: ColumnFormat): string {
  const dates = datePatternsOf(format);
  if (dates === undefined) {
    const { prefix = "", suffix = "", thousands = "" } = format.affix ?? {};
    return `0123456789+-eE.():PTDHMS${format.decimalPoint}${prefix}${suffix}${thousands}`;
  }
  return `${alphanumerics}+-.:${dates.map(({ pattern }) => pattern).join("")}`;
}

const alphanumerics = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
