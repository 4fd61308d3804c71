import type { ColumnSpec } from "../config/columnSpec.ts";
import { DatePattern } from "../table/cells/datePattern.ts";
import { readSpelledNumber } from "../table/cells/readSpelled.ts";
import type { ColumnFormat } from "../table/format.ts";

/** How a column writes its numbers, to read them from text; nothing where plainly. */
export function spellingOf({ format: { affix, decimalPoint } }: ColumnSpec): {
  spelling?: Pick<ColumnFormat, "affix" | "decimalPoint">;
} {
  return affix === undefined ? {} : { spelling: { affix, decimalPoint } };
}

/**
 * The number a cell stands for, or NaN. Without `spelling`, a comma is a decimal comma where the text has no point; with it, the
 * column's prefix, suffix and separators are read too.
 */
export function readNumber(text: string, spelling?: Pick<ColumnFormat, "affix" | "decimalPoint">): number {
  if (spelling !== undefined) return readSpelledNumber(text, spelling);
  const trimmed = text.trim();
  if (trimmed === "") return Number.NaN;
  const plain = Number(trimmed);
  return Number.isNaN(plain) && /^[+-]?\d*,\d+$/.test(trimmed) ? Number(trimmed.replace(",", ".")) : plain;
}

/**
 * The wall-clock time a text stands for as epoch ms, or NaN: `format` (strptime-like) first, then ISO 8601
 * (`2024`, `2024-05`, `2024-05-01`, `2024-05-01T10:30[:00[.000]]`).
 */
export function readDatetime(text: string, format: string | null): number {
  const trimmed = text.trim();
  for (const pattern of format === null ? isoPatterns : [patternOf(format), ...isoPatterns]) {
    const ms = pattern.parse(trimmed);
    if (!Number.isNaN(ms)) return ms;
  }
  return Number.NaN;
}

const dates = ["%Y-%m-%d", "%Y-%m", "%Y"];
const times = ["%H:%M:%S%f", "%H:%M"];
const isoPatterns = [
  ...dates,
  ...["T", " "].flatMap((between) =>
    times.flatMap((time) => ["", "Z"].map((zone) => `%Y-%m-%d${between}${time}${zone}`)),
  ),
].map((pattern) => new DatePattern(pattern));

const compiled = new Map<string, DatePattern>();

function patternOf(format: string): DatePattern {
  let pattern = compiled.get(format);
  if (!pattern) {
    pattern = new DatePattern(format);
    compiled.set(format, pattern);
  }
  return pattern;
}
