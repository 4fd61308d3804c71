import type { SourceColumn } from "../../../src/protocol/editor.ts";

/** Numbers and texts of the data, made short and harmless for a line of the table. */
export function shortNumber(value: number, language?: string): string {
  if (!Number.isFinite(value)) return "";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return value.toExponential(2).replace("e+", "e");
  return new Intl.NumberFormat(language, {
    maximumFractionDigits: size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4,
  }).format(value);
}

export function wholeNumber(value: number, language?: string): string {
  return new Intl.NumberFormat(language).format(value);
}

/** 0.0004 → `<0.1 %`; 0 → nothing. */
export function percent(share: number, language?: string): string {
  if (share <= 0) return "";
  if (share < 0.001) return `<${percent(0.001, language)}`;
  const digits = share < 0.1 && share >= 0.001 ? 1 : 0;
  // Not quite all is not all.
  const shown = share < 1 && share > 0.995 ? 0.99 : share;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(100 * shown);
  return `${number} %`;
}

/** A bound of a column: a number or, for dates, milliseconds of the wall clock. */
export function boundText(column: SourceColumn, value: number, language?: string): string {
  if (!isDate(column)) return shortNumber(value, language);
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return "";
  const text = date.toISOString();
  return column.physical === "date" ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
}

function isDate(column: SourceColumn): boolean {
  return column.physical === "date" || column.physical === "timestamp";
}

/** One line of at most `length` characters; line ends, tabs and marks that turn the text around become visible signs. */
export function oneLine(text: string, length = 120): string {
  const cut = text.length > length ? `${[...text.slice(0, length)].slice(0, -1).join("")}…` : text;
  return cut
    .replace(/\r\n|\n|\r/g, "⏎")
    .replace(/\t/g, "⇥")
    .replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\p{Cc}]/gu, "·");
}
