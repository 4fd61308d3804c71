import { daysFromCivil, daysInMonth } from "./civilDate.ts";
import { type DatePart, type DirectivePart, parseDirectives } from "./dateDirectives.ts";
import {
  type DateFields,
  type DateSpelling,
  dateReaders,
  type NumberField,
  type ReadField,
  readNumber,
  slots,
} from "./dateReaders.ts";
import { dateWriters, inLetters, newMoment, setMoment, two, type WriteField } from "./dateWriters.ts";
import { firstMonday, weeksOf } from "./isoWeek.ts";

const msPerDay = 86_400_000;

/**
 * A strptime-like pattern, compiled: %-m %-d %-H %-I have no leading zero, %^b is JAN, %#b jan, %#p am. `%1927y` is a year of two
 * digits from 1927 to 2026. %G-W%V is a week of ISO 8601, its Monday where no %u follows. A weekday (%a, %A) is read past and written as the date has it. `%f` is a fraction of any length that may be absent, its point included.
 * Values are milliseconds since 1970-01-01 of the wall clock (of UTC where the pattern has %z); a pattern without a date counts
 * from midnight.
 */
export class DatePattern {
  readonly pattern: string;
  /** Most bytes that `write` takes. */
  readonly maxBytes: number;
  readonly #parts: readonly CompiledPart[];
  readonly #decimals: number;
  readonly #fixed: boolean;
  readonly spelling: DateSpelling = { unpadded: 0, leadingZero: 0, fraction: 0, offset: "", letters: 0 };

  /** `decimals`: digits written for %f; trailing zeros are dropped, and the point with them, unless `fixed`. */
  constructor(pattern: string, decimals = 0, fixed = false) {
    this.pattern = pattern;
    this.#parts = parseDirectives(pattern).map(compile);
    this.maxBytes = this.#parts.reduce((sum, { bytes }) => sum + (bytes?.length ?? longestField), 0);
    this.#decimals = decimals;
    this.#fixed = fixed;
  }

  /** NaN if the text does not fit or names no real date. One or two digits are read for every two-digit field. */
  parse(text: string): number {
    clear(fields, this.spelling);
    let at = 0;
    const parts = this.#parts;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (part.number !== null) at = readNumber(text, at, part.number, fields);
      else if (part.bytes === null) at = part.read(text, at, fields, part.firstYear);
      else at = text.startsWith(part.literal, at) ? at + part.literal.length : -1;
      if (at === -1) return Number.NaN;
    }
    return at === text.length ? millisecondsOf(fields) : Number.NaN;
  }

  /** ASCII (UTF-8 where the pattern has other literals) of `ms` at `out[at…]`; returns the end. `out` must have room for `maxBytes`. */
  write(ms: number, out: Uint8Array, at: number): number {
    const scale = 10 ** Math.min(this.#decimals, 6);
    const ticks = Math.round((ms / 1000) * scale);
    const seconds = Math.floor(ticks / scale);
    setMoment(moment, seconds);
    moment.fraction = ticks - seconds * scale;
    moment.decimals = this.#decimals;
    moment.fixed = this.#fixed;
    let o = at;
    const parts = this.#parts;
    for (let i = 0; i < parts.length; i++) {
      const { slot, bytes, padded, write } = parts[i]!;
      if (slot >= 0) o = two(moment.numbers[slot]!, padded, out, o);
      else if (bytes === null) o = write(moment, out, o);
      else for (let k = 0; k < bytes.length; k++) out[o++] = bytes[k]!;
    }
    return o;
  }

  format(ms: number): string {
    if (scratch.length < this.maxBytes) scratch = Buffer.alloc(this.maxBytes);
    return scratch.toString("utf8", 0, this.write(ms, scratch, 0));
  }
}

/** A part with what reads and writes it, all of one shape so that the loops over it stay fast. */
interface CompiledPart extends Omit<DirectivePart, "field" | "letters"> {
  readonly literal: string;
  /** Of the literal; null for a field. */
  readonly bytes: Uint8Array | null;
  /** What reads a field of digits; null for others, which `read` reads. */
  readonly number: NumberField | null;
  readonly read: ReadField;
  /** Of a moment's number of two digits; -1 for others, which `write` writes. */
  readonly slot: number;
  readonly write: WriteField;
}

function compile(part: DatePart): CompiledPart {
  const [reader, writer] =
    "literal" in part ? [readNothing, writeNothing] : [dateReaders[part.field], dateWriters[part.field]];
  return {
    literal: "literal" in part ? part.literal : "",
    bytes: "literal" in part ? part.bytes : null,
    padded: "literal" in part || part.padded,
    firstYear: "literal" in part ? 0 : part.firstYear,
    number: typeof reader === "function" ? null : reader,
    read: typeof reader === "function" ? reader : readNothing,
    slot: typeof writer === "function" ? -1 : writer,
    write: typeof writer === "function" ? lettered(writer, part) : writeNothing,
  };
}

function lettered(write: WriteField, part: DatePart): WriteField {
  return "literal" in part || part.letters === "plain" ? write : inLetters(write, part.letters);
}

const readNothing: ReadField = () => -1;
const writeNothing: WriteField = (_moment, _out, at) => at;

/** Most bytes of one field: `%f` of a format with many decimals. */
const longestField = 24;

let scratch = Buffer.alloc(256);

// one object each for all patterns: a table has millions of dates
const moment = newMoment();
const fields: DateFields = {
  numbers: new Int32Array(9),
  fraction: 0,
  afternoon: -1,
  offsetMinutes: 0,
  spelling: { unpadded: 0, leadingZero: 0, fraction: 0, offset: "", letters: 0 },
};

/** Midnight of 1970-01-01, with nothing seen of its spelling. */
function clear(into: DateFields, spelling: DateSpelling): void {
  for (let i = 0; i < into.numbers.length; i++) into.numbers[i] = 0;
  into.numbers[slots.year] = 1970;
  into.numbers[slots.month] = 1;
  into.numbers[slots.day] = 1;
  into.numbers[slots.weekday] = 1;
  into.fraction = 0;
  into.afternoon = -1;
  into.offsetMinutes = 0;
  into.spelling = spelling;
  spelling.unpadded = 0;
  spelling.leadingZero = 0;
  spelling.fraction = 0;
  spelling.offset = "";
  spelling.letters = 0;
}

/** Milliseconds since 1970-01-01; NaN where the fields name no real date. */
function millisecondsOf({ numbers, fraction, afternoon, offsetMinutes }: DateFields): number {
  const year = numbers[slots.year]!;
  const week = numbers[slots.week]!;
  if (week > weeksOf(year)) return Number.NaN;
  const month = numbers[slots.month]!;
  const day = numbers[slots.day]!;
  if (day > 28 && day > daysInMonth(year, month)) return Number.NaN;
  const dayOfYear = numbers[slots.dayOfYear]!;
  const days =
    week > 0
      ? firstMonday(year) + 7 * (week - 1) + numbers[slots.weekday]! - 1
      : dayOfYear > 0
        ? daysFromCivil(year, 1, 1) + dayOfYear - 1
        : daysFromCivil(year, month, day);
  const hour = afternoon >= 0 ? (numbers[slots.hour]! % 12) + 12 * afternoon : numbers[slots.hour]!;
  const minutes = hour * 60 + numbers[slots.minute]! - offsetMinutes;
  const ms = days * msPerDay + (minutes * 60 + numbers[slots.second]!) * 1000;
  return fraction === 0 ? ms : ms + Math.round(fraction * 1e6) / 1e3;
}
