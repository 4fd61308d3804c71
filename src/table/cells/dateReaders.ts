import { type DateField, months, weekdays } from "./dateDirectives.ts";

/** What the last text showed beyond its value. */
export interface DateSpelling {
  /** Per field (`m`, `d`, `H`, `I`): written as one digit / with a leading zero. Bits in the order m, d, H, I. */
  unpadded: number;
  leadingZero: number;
  /** Digits of the fraction; 0 = none written. */
  fraction: number;
  /** `Z`, `+02:00`, `-0500` or "". */
  offset: string;
  /** How names of months and weekdays are written, 1 JAN, 2 jan, 4 Jan, and half days, 8 AM, 16 am: the bits that were seen. */
  letters: number;
}

/** Places in {@link DateFields.numbers}. */
export const slots = {
  year: 0,
  month: 1,
  day: 2,
  hour: 3,
  minute: 4,
  second: 5,
  /** From 1; 0 where the pattern has none. */
  dayOfYear: 6,
  /** ISO 8601, from 1; 0 where the pattern has none. */
  week: 7,
  /** ISO 8601: 1 is Monday. */
  weekday: 8,
} as const;

/** The fields of a date while its text is read. */
export interface DateFields {
  readonly numbers: Int32Array;
  /** Of a second, in [0, 1). */
  fraction: number;
  /** 0 before noon, 1 after noon, -1 where the pattern has no %p. */
  afternoon: number;
  offsetMinutes: number;
  spelling: DateSpelling;
}

/** A field of digits only: how many, what they may say, and where the number goes. `bit`: its place in {@link DateSpelling}. */
export interface NumberField {
  readonly slot: number;
  readonly minDigits: number;
  readonly maxDigits: number;
  readonly min: number;
  readonly max: number;
  readonly bit: number;
}

/** Reads a field at `text[at…]` into `into`; returns where it ends, -1 where the text does not fit. */
export type ReadField = (text: string, at: number, into: DateFields, firstYear: number) => number;

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

const readShortYear: ReadField = (text, at, into, firstYear) => {
  const value = digits(text, at, 2);
  into.numbers[slots.year] = firstYear + ((((value - firstYear) % 100) + 100) % 100);
  return taken === 2 ? at + 2 : -1;
};

const readFraction: ReadField = (text, at, into) => {
  if (text[at] !== ".") return at;
  const value = digits(text, at + 1, 9);
  if (taken === 0) return -1;
  into.fraction = value / 10 ** taken;
  into.spelling.fraction = taken;
  return at + 1 + taken;
};

const readHalfDay: ReadField = (text, at, into) => {
  const c = text.charCodeAt(at) | 32;
  if ((c !== 97 && c !== 112) || (text.charCodeAt(at + 1) | 32) !== 109) return -1;
  into.afternoon = c === 112 ? 1 : 0;
  into.spelling.letters |= text.charCodeAt(at) < 97 ? 8 : 16;
  return at + 2;
};

/** A name of three letters, or a full one; `may` is both. */
function nameOf(short: boolean, codes: ReadonlyMap<string, number>, isMonth: boolean): ReadField {
  return (text, at, into) => {
    const lower = letters(text, at);
    const fits = short ? lower.length === 3 : lower.length !== 3 || lower === "may";
    const code = codes.get(lower);
    if (!fits || code === undefined) return -1;
    if (isMonth) into.numbers[slots.month] = code;
    const [first, second] = [text.charCodeAt(at) < 97, text.charCodeAt(at + 1) < 97];
    into.spelling.letters |= first === second ? (first ? 1 : 2) : 4;
    return at + lower.length;
  };
}

const readOffset: ReadField = (text, at, into) => {
  const match = /^(?:Z|UTC|([+-])(\d{2}):?(\d{2})|([+-])(\d{2}))$/.exec(text.slice(at));
  if (match === null) return -1;
  into.spelling.offset = match[0];
  const sign = (match[1] ?? match[4]) === "-" ? -1 : 1;
  into.offsetMinutes = sign * (Number(match[2] ?? match[5] ?? 0) * 60 + Number(match[3] ?? 0));
  return text.length;
};

function numberField(slot: number, width: number, min: number, max: number): NumberField {
  return { slot, minDigits: width, maxDigits: width, min, max, bit: 0 };
}

/** Written with one digit or two; a bit says which. */
function looseField(slot: number, bit: number, min: number, max: number): NumberField {
  return { slot, minDigits: 1, maxDigits: 2, min, max, bit };
}

/** How each field is read. */
export const dateReaders: Readonly<Record<DateField, NumberField | ReadField>> = {
  Y: numberField(slots.year, 4, 0, 9999),
  G: numberField(slots.year, 4, 0, 9999),
  y: readShortYear,
  m: looseField(slots.month, 1, 1, 12),
  d: looseField(slots.day, 2, 1, 31),
  H: looseField(slots.hour, 4, 0, 23),
  I: looseField(slots.hour, 8, 1, 12),
  M: numberField(slots.minute, 2, 0, 59),
  S: numberField(slots.second, 2, 0, 59),
  f: readFraction,
  p: readHalfDay,
  j: numberField(slots.dayOfYear, 3, 1, 366),
  V: numberField(slots.week, 2, 1, 53),
  u: numberField(slots.weekday, 1, 1, 7),
  b: nameOf(true, monthCodes, true),
  B: nameOf(false, monthCodes, true),
  a: nameOf(true, weekdayCodes, false),
  A: nameOf(false, weekdayCodes, false),
  z: readOffset,
};

/** Reads a field of digits at `text[at…]` into `into`; returns where it ends, -1 where the text does not fit. */
export function readNumber(text: string, at: number, field: NumberField, into: DateFields): number {
  const value = digits(text, at, field.maxDigits);
  if (taken < field.minDigits || value < field.min || value > field.max) return -1;
  if (field.bit !== 0) {
    if (taken === 1) into.spelling.unpadded |= field.bit;
    else if (value < 10) into.spelling.leadingZero |= field.bit;
  }
  into.numbers[field.slot] = value;
  return at + taken;
}

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
