import type { DatePeriod } from "../config/where.ts";
import { DatePattern } from "../table/cells/datePattern.ts";
import { readDatetime } from "./spelling.ts";

/** Just before the next period begins; values are kept to the microsecond. */
const microsecond = 0.001;

/**
 * What a person means by a date: `2019-03-10` is that whole day, `2019-03` that month, `2019` that year, and a text with a time one
 * moment. Read as the column writes it (its date alone will do), else as ISO 8601. Undefined when it is no date.
 */
export function readPeriod(text: string, format: string | null): DatePeriod | undefined {
  const dateOnly = format === null ? null : datePart(format);
  for (const pattern of new Set([format, dateOnly, "%Y-%m-%d", "%Y-%m", "%Y"])) {
    if (pattern === null) continue;
    const first = new DatePattern(pattern).parse(text);
    if (!Number.isNaN(first)) return { first, last: endOf(first, pattern) };
  }
  const moment = readDatetime(text, format);
  return Number.isNaN(moment) ? undefined : { first: moment, last: moment };
}

/** `%d.%m.%Y %H:%M` → `%d.%m.%Y` */
function datePart(format: string): string | null {
  const start = format.search(/[T ]?%-?[HI]/);
  return start > 0 ? format.slice(0, start).trimEnd() : null;
}

function endOf(first: number, pattern: string): number {
  if (/%-?[HIMSf]/.test(pattern)) return first;
  const date = new Date(first);
  if (/%V/.test(pattern) && !/%u/.test(pattern)) date.setUTCDate(date.getUTCDate() + 7);
  else if (/%-?[dju]/.test(pattern)) date.setUTCDate(date.getUTCDate() + 1);
  else if (/%-?[mbB]/.test(pattern)) date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.getTime() - microsecond;
}
