import { civil, civilFromDays, daysFromCivil, daysInMonth } from "./civilDate.ts";
import { firstMonday, isoWeek, isoWeekFromDays, weeksOf } from "./isoWeek.ts";

const msPerDay = 86_400_000;
const months = "January February March April May June July August September October November December".split(
  " ",
);
const weekdays = "Thursday Friday Saturday Sunday Monday Tuesday Wednesday".split(" ");
const monthCodes = codesOf(months);
const weekdayCodes = codesOf(weekdays);

/** Full and three-letter names in lower case, numbered from 1. */
function codesOf(names: readonly string[]): Map<string, number> {
  return new Map(
    names.flatMap((name, i) =>
      [name, name.slice(0, 3)].map((spelled) => [spelled.toLowerCase(), i + 1] as const),
    ),
  );
}

/** Every directive of a date pattern. */
export const dateDirectives: readonly string[] =
  "%Y %y %m %d %H %I %M %S %f %p %b %B %a %A %j %z %G %V %u %-m %-d %-H %-I %%".split(" ");

type Field =
  | ("a" | "A" | "Y" | "y" | "m" | "d" | "H" | "I" | "M" | "S" | "f" | "p" | "b" | "B" | "j" | "z")
  | ("G" | "V" | "u");
type Part =
  | { readonly field: Field; readonly padded: boolean; readonly firstYear: number }
  | { readonly literal: string; readonly bytes: Buffer };

/** What {@link DatePattern.parse} saw in the last text, beyond the value. */
export interface DateSpelling {
  /** Per field (`m`, `d`, `H`, `I`): written as one digit / with a leading zero. Bits in the order m, d, H, I. */
  unpadded: number;
  leadingZero: number;
  /** Digits of the fraction; 0 = none written. */
  fraction: number;
  /** `Z`, `+02:00`, `-0500` or "". */
  offset: string;
  upper: boolean;
}

/**
 * A strptime-like pattern, compiled: the directives are {@link dateDirectives}; %-m %-d %-H %-I have no leading zero. `%1927y` is a year of two
 * digits from 1927 to 2026. %G-W%V is a week of ISO 8601, its Monday where no %u follows. A weekday (%a, %A) is read past and written as the date has it. `%f` is a fraction of any length that may be absent, its point included.
 * Values are milliseconds since 1970-01-01 of the wall clock (of UTC where the pattern has %z); a pattern without a date counts
 * from midnight.
 */
export class DatePattern {
  readonly pattern: string;
  /** Most bytes that `write` takes. */
  readonly maxBytes: number;
  readonly #parts: readonly Part[];
  readonly #decimals: number;
  readonly #fixed: boolean;
  readonly spelling: DateSpelling = { unpadded: 0, leadingZero: 0, fraction: 0, offset: "", upper: true };

  /** `decimals`: digits written for %f; trailing zeros are dropped, and the point with them, unless `fixed`. */
  constructor(pattern: string, decimals = 0, fixed = false) {
    this.pattern = pattern;
    this.#parts = compile(pattern);
    this.maxBytes = this.#parts.reduce((sum, p) => sum + ("bytes" in p ? p.bytes.length : longestField), 0);
    this.#decimals = decimals;
    this.#fixed = fixed;
  }

  /** NaN if the text does not fit or names no real date. One or two digits are read for every two-digit field. */
  parse(text: string): number {
    let at = 0;
    let year = 1970;
    let month = 1;
    let day = 1;
    let dayOfYear = 0;
    let week = 0;
    let weekday = 1;
    let hour = 0;
    let minute = 0;
    let second = 0;
    let fraction = 0;
    let afternoon = -1;
    let offsetMinutes = 0;
    const seen = this.spelling;
    seen.unpadded = 0;
    seen.leadingZero = 0;
    seen.fraction = 0;
    seen.offset = "";
    for (const part of this.#parts) {
      if ("literal" in part) {
        if (!text.startsWith(part.literal, at)) return Number.NaN;
        at += part.literal.length;
        continue;
      }
      switch (part.field) {
        case "G":
        case "Y": {
          const v = digits(text, at, 4);
          if (taken !== 4) return Number.NaN;
          year = v;
          at += 4;
          break;
        }
        case "y": {
          const v = digits(text, at, 2);
          if (taken !== 2) return Number.NaN;
          year = part.firstYear + ((((v - part.firstYear) % 100) + 100) % 100);
          at += 2;
          break;
        }
        case "m":
        case "d":
        case "H":
        case "I": {
          const v = digits(text, at, 2);
          if (taken === 0) return Number.NaN;
          const bit = part.field === "m" ? 1 : part.field === "d" ? 2 : part.field === "H" ? 4 : 8;
          if (taken === 1) seen.unpadded |= bit;
          else if (v < 10) seen.leadingZero |= bit;
          at += taken;
          if (part.field === "m") month = v;
          else if (part.field === "d") day = v;
          else {
            if (part.field === "I" && (v < 1 || v > 12)) return Number.NaN;
            hour = v;
          }
          break;
        }
        case "V":
        case "u": {
          const v = digits(text, at, part.field === "V" ? 2 : 1);
          if (taken !== (part.field === "V" ? 2 : 1) || v < 1 || v > (part.field === "V" ? 53 : 7))
            return Number.NaN;
          if (part.field === "V") week = v;
          else weekday = v;
          at += taken;
          break;
        }
        case "M":
        case "S": {
          const v = digits(text, at, 2);
          if (taken !== 2 || v > 59) return Number.NaN;
          if (part.field === "M") minute = v;
          else second = v;
          at += 2;
          break;
        }
        case "f": {
          if (text[at] !== ".") break;
          const v = digits(text, at + 1, 9);
          if (taken === 0) return Number.NaN;
          fraction = v / 10 ** taken;
          seen.fraction = taken;
          at += 1 + taken;
          break;
        }
        case "j": {
          const v = digits(text, at, 3);
          if (taken !== 3 || v < 1 || v > 366) return Number.NaN;
          dayOfYear = v;
          at += 3;
          break;
        }
        case "p": {
          const c = text.charCodeAt(at) | 32;
          if ((c !== 97 && c !== 112) || (text.charCodeAt(at + 1) | 32) !== 109) return Number.NaN;
          afternoon = c === 112 ? 1 : 0;
          seen.upper = text.charCodeAt(at) < 97;
          at += 2;
          break;
        }
        case "a":
        case "A":
        case "b":
        case "B": {
          const lower = letters(text, at);
          const short = part.field === "a" || part.field === "b";
          if (short ? lower.length !== 3 : lower.length === 3 && lower !== "may") return Number.NaN;
          if (part.field === "b" || part.field === "B") month = monthCodes.get(lower) ?? 0;
          else if (!weekdayCodes.has(lower)) return Number.NaN;
          at += lower.length;
          break;
        }
        case "z": {
          const match = /^(?:Z|UTC|([+-])(\d{2}):?(\d{2})|([+-])(\d{2}))$/.exec(text.slice(at));
          if (match === null) return Number.NaN;
          seen.offset = match[0];
          const sign = (match[1] ?? match[4]) === "-" ? -1 : 1;
          offsetMinutes = sign * (Number(match[2] ?? match[5] ?? 0) * 60 + Number(match[3] ?? 0));
          at = text.length;
          break;
        }
      }
    }
    if (at !== text.length || hour > 23 || month < 1 || month > 12 || day < 1) return Number.NaN;
    if (day > 28 && day > daysInMonth(year, month)) return Number.NaN;
    if (afternoon >= 0) hour = (hour % 12) + 12 * afternoon;
    if (week > weeksOf(year)) return Number.NaN;
    const days =
      week > 0
        ? firstMonday(year) + 7 * (week - 1) + weekday - 1
        : dayOfYear > 0
          ? daysFromCivil(year, 1, 1) + dayOfYear - 1
          : daysFromCivil(year, month, day);
    const ms = days * msPerDay + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000;
    return fraction === 0 ? ms : ms + Math.round(fraction * 1e6) / 1e3;
  }

  /** ASCII (UTF-8 where the pattern has other literals) of `ms` at `out[at…]`; returns the end. `out` must have room for `maxBytes`. */
  write(ms: number, out: Uint8Array, at: number): number {
    const scale = 10 ** Math.min(this.#decimals, 6);
    const ticks = Math.round((ms / 1000) * scale);
    const seconds = Math.floor(ticks / scale);
    let fraction = ticks - seconds * scale;
    const days = Math.floor(seconds / 86_400);
    const inDay = seconds - days * 86_400;
    civilFromDays(days);
    const hour = (inDay / 3600) | 0;
    const minute = ((inDay / 60) | 0) % 60;
    let o = at;
    for (const part of this.#parts) {
      if ("literal" in part) {
        for (let i = 0; i < part.bytes.length; i++) out[o++] = part.bytes[i]!;
        continue;
      }
      switch (part.field) {
        case "Y":
          o = two((civil.year / 100) | 0, true, out, o);
          o = two(civil.year % 100, true, out, o);
          break;
        case "y":
          o = two(civil.year % 100, true, out, o);
          break;
        case "m":
          o = two(civil.month, part.padded, out, o);
          break;
        case "d":
          o = two(civil.day, part.padded, out, o);
          break;
        case "H":
          o = two(hour, part.padded, out, o);
          break;
        case "I":
          o = two(hour % 12 === 0 ? 12 : hour % 12, part.padded, out, o);
          break;
        case "M":
          o = two(minute, true, out, o);
          break;
        case "S":
          o = two(inDay % 60, true, out, o);
          break;
        case "f": {
          let width = Math.min(this.#decimals, 6);
          if (!this.#fixed) {
            if (fraction === 0) break;
            while (fraction % 10 === 0) {
              fraction /= 10;
              width--;
            }
          }
          if (this.#decimals === 0) break;
          out[o] = 46;
          for (let k = width; k > 0; k--) {
            out[o + k] = 48 + (fraction % 10);
            fraction = Math.floor(fraction / 10);
          }
          o += 1 + width;
          if (this.#fixed) for (let k = 6; k < this.#decimals; k++) out[o++] = 48;
          break;
        }
        case "j": {
          const j = days - daysFromCivil(civil.year, 1, 1) + 1;
          out[o++] = 48 + ((j / 100) | 0);
          o = two(j % 100, true, out, o);
          break;
        }
        case "G":
          isoWeekFromDays(days);
          o = two((isoWeek.year / 100) | 0, true, out, o);
          o = two(isoWeek.year % 100, true, out, o);
          break;
        case "V":
          isoWeekFromDays(days);
          o = two(isoWeek.week, true, out, o);
          break;
        case "u":
          out[o++] = 48 + ((((days + 3) % 7) + 7) % 7) + 1;
          break;
        case "p":
          out[o++] = hour < 12 ? 65 : 80;
          out[o++] = 77;
          break;
        case "a":
        case "A":
        case "b":
        case "B": {
          const name =
            part.field === "b" || part.field === "B"
              ? months[civil.month - 1]!
              : weekdays[((days % 7) + 7) % 7]!;
          const length = part.field === "b" || part.field === "a" ? 3 : name.length;
          for (let i = 0; i < length; i++) out[o++] = name.charCodeAt(i);
          break;
        }
        case "z":
          for (const c of [43, 48, 48, 58, 48, 48]) out[o++] = c;
          break;
      }
    }
    return o;
  }

  format(ms: number): string {
    if (scratch.length < this.maxBytes) scratch = Buffer.alloc(this.maxBytes);
    return scratch.toString("utf8", 0, this.write(ms, scratch, 0));
  }
}

/** Most bytes of one field: `%f` of a format with many decimals. */
const longestField = 24;

let scratch = Buffer.alloc(256);
let taken = 0;

/** Reads at most `most` digits; their number is in `taken`. */
function digits(text: string, at: number, most: number): number {
  let value = 0;
  let n = 0;
  while (n < most) {
    const d = text.charCodeAt(at + n) - 48;
    if (!(d >= 0 && d <= 9)) break;
    value = value * 10 + d;
    n++;
  }
  taken = n;
  return value;
}

/** The letters from `at` on, in lower case. */
function letters(text: string, at: number): string {
  let end = at;
  while (end < text.length && (text.charCodeAt(end) | 32) >= 97 && (text.charCodeAt(end) | 32) <= 122) end++;
  return text.slice(at, end).toLowerCase();
}

function two(value: number, padded: boolean, out: Uint8Array, at: number): number {
  let o = at;
  if (padded || value > 9) out[o++] = 48 + ((value / 10) | 0);
  out[o++] = 48 + (value % 10);
  return o;
}

function compile(pattern: string): Part[] {
  const parts: Part[] = [];
  const unknown = findUnknownDirective(pattern);
  if (unknown !== undefined) throw new RangeError(`unknown date field ${unknown} in ${pattern}`);
  for (const [token, flag, letter] of pattern.matchAll(directive)) {
    if (letter === undefined || letter === "%") {
      const literal = letter ?? token;
      parts.push({ literal, bytes: Buffer.from(literal) });
    } else
      parts.push({
        field: letter as Field,
        padded: flag !== "-",
        firstYear: flag !== undefined && flag.length === 4 ? Number(flag) : posixFirstYear,
      });
  }
  return parts;
}

/** Of `%y` alone: 69 is 1969, 68 is 2068. */
const posixFirstYear = 1969;

const directive = /%(-|\d{4}(?=y))?([a-zA-Z%])|[^%]+|%/g;

/** `%y` with the years it may mean, a hundred from `firstYear` on: `%1927y`. */
export function withYears(pattern: string, firstYear: number): string {
  return pattern.replace(/%(\d{4})?y/, `%${String(firstYear).padStart(4, "0")}y`);
}

/** The first of the years that the two digits of a pattern may mean, where it says so. */
export function firstYearOf(pattern: string): number | undefined {
  const year = /%(\d{4})y/.exec(pattern)?.[1];
  return year === undefined ? undefined : Number(year);
}

/** The first directive of a date pattern that is none of {@link dateDirectives}. */
export function findUnknownDirective(pattern: string): string | undefined {
  return pattern
    .match(directive)
    ?.find((token) => token.startsWith("%") && !dateDirectives.includes(token) && !/^%\d{4}y$/.test(token));
}
