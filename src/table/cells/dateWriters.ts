import { civil, civilFromDays, daysFromCivil } from "./civilDate.ts";
import { type DateField, months, weekdays } from "./dateDirectives.ts";
import { isoWeek, isoWeekFromDays } from "./isoWeek.ts";

/** Places in {@link Moment.numbers}, and how many. */
const slots = { year: 0, month: 1, day: 2, hour: 3, hour12: 4, minute: 5, second: 6 } as const;

/** A moment while it is written; its calendar date is in {@link civil}. */
export interface Moment {
  /** What two digits write; the year without its century. */
  readonly numbers: Int32Array;
  /** Since 1970-01-01. */
  days: number;
  /** In units of the last of `decimals` digits, at most 6. */
  fraction: number;
  /** Digits written for %f. */
  decimals: number;
  /** Trailing zeros of the fraction are written. */
  fixed: boolean;
}

/** A new moment, for {@link setMoment}. */
export function newMoment(): Moment {
  return { numbers: new Int32Array(7), days: 0, fraction: 0, decimals: 0, fixed: false };
}

/** Sets `moment` and {@link civil} to so many seconds since 1970-01-01. */
export function setMoment(moment: Moment, seconds: number): void {
  moment.days = Math.floor(seconds / 86_400);
  const inDay = seconds - moment.days * 86_400;
  const hour = (inDay / 3600) | 0;
  civilFromDays(moment.days);
  const { numbers } = moment;
  numbers[slots.year] = civil.year % 100;
  numbers[slots.month] = civil.month;
  numbers[slots.day] = civil.day;
  numbers[slots.hour] = hour;
  numbers[slots.hour12] = hour % 12 === 0 ? 12 : hour % 12;
  numbers[slots.minute] = ((inDay / 60) | 0) % 60;
  numbers[slots.second] = inDay % 60;
}

/** Writes a field in ASCII at `out[at…]`; returns its end. */
export type WriteField = (moment: Moment, out: Uint8Array, at: number) => number;

const writeFraction: WriteField = ({ fraction, decimals, fixed }, out, at) => {
  let rest = fraction;
  let width = Math.min(decimals, 6);
  if (decimals === 0 || (!fixed && rest === 0)) return at;
  if (!fixed)
    while (rest % 10 === 0) {
      rest /= 10;
      width--;
    }
  out[at] = 46;
  for (let k = width; k > 0; k--) {
    out[at + k] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  let o = at + 1 + width;
  if (fixed) for (let k = 6; k < decimals; k++) out[o++] = 48;
  return o;
};

const writeDayOfYear: WriteField = ({ days }, out, at) => {
  const day = days - daysFromCivil(civil.year, 1, 1) + 1;
  out[at] = 48 + ((day / 100) | 0);
  return two(day % 100, true, out, at + 1);
};

const writeIsoYear: WriteField = ({ days }, out, at) => {
  isoWeekFromDays(days);
  return four(isoWeek.year, out, at);
};

const writeIsoWeek: WriteField = ({ days }, out, at) => {
  isoWeekFromDays(days);
  return two(isoWeek.week, true, out, at);
};

const writeIsoWeekday: WriteField = ({ days }, out, at) => {
  out[at] = 48 + ((((days + 3) % 7) + 7) % 7) + 1;
  return at + 1;
};

const writeHalfDay: WriteField = ({ numbers }, out, at) => {
  out[at] = numbers[slots.hour]! < 12 ? 65 : 80;
  out[at + 1] = 77;
  return at + 2;
};

const writeOffset: WriteField = (_moment, out, at) => text("+00:00", 6, out, at);

/** How each field is written: the place in {@link Moment.numbers} of two digits, or a function. */
export const dateWriters: Readonly<Record<DateField, number | WriteField>> = {
  Y: (_moment, out, at) => four(civil.year, out, at),
  y: slots.year,
  m: slots.month,
  d: slots.day,
  H: slots.hour,
  I: slots.hour12,
  M: slots.minute,
  S: slots.second,
  f: writeFraction,
  j: writeDayOfYear,
  G: writeIsoYear,
  V: writeIsoWeek,
  u: writeIsoWeekday,
  p: writeHalfDay,
  a: ({ days }, out, at) => text(weekdayOf(days), 3, out, at),
  A: ({ days }, out, at) => text(weekdayOf(days), weekdayOf(days).length, out, at),
  b: (_moment, out, at) => text(months[civil.month - 1]!, 3, out, at),
  B: (_moment, out, at) => text(months[civil.month - 1]!, months[civil.month - 1]!.length, out, at),
  z: writeOffset,
};

/** The same with its letters in capitals, or small. */
export function inLetters(write: WriteField, letters: "upper" | "lower"): WriteField {
  const [first, last, change] = letters === "upper" ? [97, 122, -32] : [65, 90, 32];
  return (moment, out, at) => {
    const end = write(moment, out, at);
    for (let i = at; i < end; i++) if (out[i]! >= first && out[i]! <= last) out[i]! += change;
    return end;
  };
}

function weekdayOf(days: number): string {
  return weekdays[((days % 7) + 7) % 7]!;
}

function text(letters: string, length: number, out: Uint8Array, at: number): number {
  for (let i = 0; i < length; i++) out[at + i] = letters.charCodeAt(i);
  return at + length;
}

function four(value: number, out: Uint8Array, at: number): number {
  return two(value % 100, true, out, two((value / 100) | 0, true, out, at));
}

/** A number of at most two digits. */
export function two(value: number, padded: boolean, out: Uint8Array, at: number): number {
  let o = at;
  if (padded || value > 9) out[o++] = 48 + ((value / 10) | 0);
  out[o++] = 48 + (value % 10);
  return o;
}
