import { firstYearOf, withYears } from "../cells/dateDirectives.ts";
import { DatePattern } from "../cells/datePattern.ts";
import type { DateSpelling } from "../cells/dateReaders.ts";

export interface InferredDate {
  readonly pattern: string;
  readonly physical: "date" | "timestamp" | "time";
  /** Digits of the fraction of a second: most seen, and whether all values have that many. */
  readonly decimals: number;
  readonly fixed: boolean;
  /** Per text, milliseconds. */
  readonly values: Float64Array;
  readonly warnings: readonly string[];
}

/**
 * The pattern that every one of the texts fits, or null. Texts are the distinct values of a column.
 *
 * @param preferred taken where the texts fit several, as 03/04/2021 does
 */
export function inferDatePattern(
  texts: readonly string[],
  preferred?: string,
  { today = Date.now(), isBirth = false }: { readonly today?: number; readonly isBirth?: boolean } = {},
): InferredDate | null {
  const found = inferPattern(texts, preferred);
  if (found === null || !/%y/.test(found.pattern)) return found;
  const given = preferred === undefined ? undefined : firstYearOf(preferred);
  const firstYear = given ?? firstOfYears(found.values, today, isBirth);
  const pattern = withYears(found.pattern, firstYear);
  const reader = new DatePattern(pattern);
  const range = `two-digit years are read as ${firstYear} to ${firstYear + 99}`;
  return {
    ...found,
    pattern,
    values: Float64Array.from(texts, (text) => reader.parse(text)),
    warnings: given === undefined ? [...found.warnings, `${range} ("format" says which)`] : found.warnings,
  };
}

/**
 * First of the hundred years that two-digit years stand for: the hundred that end today; where the years of a column count on from
 * before today to at most twenty years after (what is due, what is planned), the hundred that end with them. A birth is never in the
 * future.
 */
function firstOfYears(values: Float64Array, today: number, isBirth: boolean): number {
  const now = new Date(today);
  const year = now.getUTCFullYear();
  const ends = new Set<number>();
  let later = false;
  for (const value of values) {
    const date = new Date(value);
    const after = (((date.getUTCFullYear() - year) % 100) + 100) % 100;
    ends.add(after);
    if (after === 0 && Date.UTC(year, date.getUTCMonth(), date.getUTCDate()) > today) later = true;
  }
  const ahead = Math.max(0, ...[...ends].filter((after) => after <= 20));
  const past = [...ends].filter((after) => after > 20).map((after) => 100 - after);
  const isNear = ahead > 0 && past.every((before) => before < 30) && (ends.has(0) || past.includes(1));
  if (!isBirth && isNear) return year + ahead - 99;
  return later && isBirth ? year - 100 : year - 99;
}

function inferPattern(texts: readonly string[], preferred?: string): InferredDate | null {
  const first = texts[0];
  if (first === undefined || first.length < 4 || first.length > 60 || !/\d/.test(first)) return null;
  const fits: InferredDate[] = [];
  for (const candidate of candidates(first)) {
    const fit = fitAll(candidate, texts);
    if (fit !== null) fits.push(fit);
  }
  const best = fits[0];
  if (best === undefined) return null;
  const wished =
    preferred === undefined ? undefined : fits.find((fit) => samePattern(fit.pattern, preferred));
  if (wished !== undefined) return wished;
  const rival = fits[1];
  if (rival === undefined || rival.pattern === best.pattern) return best;
  return {
    ...best,
    warnings: [
      ...best.warnings,
      `dates fit both ${best.pattern} and ${rival.pattern}: read as ${best.pattern}`,
    ],
  };
}

/** Leading zeros or not, in capitals or not, the same parts in the same order. */
export function samePattern(a: string, b: string): boolean {
  const plain = (pattern: string) => pattern.replaceAll(/%([-^#]|\d{4}(?=y))/g, "%");
  return plain(a) === plain(b);
}

/** Index of the first text that is no date where at least nine in ten are; −1 otherwise. */
export function findDateMisfit(texts: readonly string[]): number {
  for (const first of texts.slice(0, 2))
    for (const candidate of candidates(first)) {
      const reader = new DatePattern(candidate);
      let misfit = -1;
      let fits = 0;
      for (let i = 0; i < texts.length; i++) {
        if (!Number.isNaN(reader.parse(texts[i]!))) fits++;
        else if (misfit < 0) misfit = i;
      }
      if (fits >= texts.length * 0.9 && fits > 1) return misfit;
    }
  return -1;
}

function fitAll(candidate: string, texts: readonly string[]): InferredDate | null {
  const reader = new DatePattern(candidate);
  const { spelling } = reader;
  const values = new Float64Array(texts.length);
  let unpadded = 0;
  let leadingZero = 0;
  let letters = 0;
  let most = 0;
  let least = Number.MAX_SAFE_INTEGER;
  const offsets = new Set<string>();
  for (let i = 0; i < texts.length; i++) {
    const value = reader.parse(texts[i]!);
    if (Number.isNaN(value)) return null;
    values[i] = value;
    unpadded |= spelling.unpadded;
    leadingZero |= spelling.leadingZero;
    letters |= spelling.letters;
    if (spelling.fraction > most) most = spelling.fraction;
    if (spelling.fraction < least) least = spelling.fraction;
    if (spelling.offset !== "" && offsets.size < 2) offsets.add(spelling.offset);
  }
  const warnings: string[] = [];
  const mixed = unpadded & leadingZero;
  let pattern = candidate;
  for (const [bit, field] of [
    [1, "m"],
    [2, "d"],
    [4, "H"],
    [8, "I"],
  ] as const)
    if (unpadded & bit) pattern = pattern.replace(`%${field}`, `%-${field}`);
  pattern = inLetters(pattern, letters);
  if (mixed !== 0)
    warnings.push("some days, months or hours have a leading zero and some do not: written without");
  if (offsets.size === 1) {
    const [offset] = offsets;
    const minutes = offsetOf(offset!);
    pattern = pattern.replace("%z", offset!);
    for (let i = 0; i < values.length; i++) values[i]! += minutes * 60_000;
  } else if (offsets.size > 1)
    warnings.push("time zone offsets differ between rows: times are kept and written in UTC");
  if (most === 0) pattern = pattern.replace("%f", "");
  if (most > 6) warnings.push("fractions of a second finer than a microsecond are rounded to microseconds");
  const hasTime = /%-?[HI]/.test(pattern);
  const hasDate = /%-?[YyjG]/.test(pattern);
  return {
    pattern,
    physical: hasTime ? (hasDate ? "timestamp" : "time") : "date",
    decimals: most,
    fixed: most > 0 && least === most,
    values,
    warnings,
  };
}

/** The pattern with its names as all texts have them, as far as they agree: `letters` as in {@link DateSpelling}. */
function inLetters(pattern: string, letters: number): string {
  const flag = ["", "^", "#"][letters & 7] ?? "";
  const named = pattern.replaceAll(/%(?=[aAbB])/g, `%${flag}`);
  return (letters & 24) === 16 ? named.replace("%p", "%#p") : named;
}

function offsetOf(offset: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (match === null) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}

const timeForm =
  /^(\d{1,2}):\d{2}(:\d{2}(?:\.\d{1,9})?)?( ?[AaPp][Mm])?( ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?$/;

const weekday = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Satur|Sat|Sun)(day)?(,? )(?=.*\d)/i;

/** Patterns that the text may have been written in, the likeliest first. */
export function candidates(text: string): string[] {
  const day = weekday.exec(text);
  if (day !== null) {
    const name = day[1] === undefined ? "%a" : "%A";
    return candidates(text.slice(day[0].length)).map((rest) => `${name}${day[2]}${rest}`);
  }
  const time = timePattern(text);
  if (time !== null) return [time];
  for (const [form, patterns] of dateForms) {
    const match = form.exec(text);
    if (match === null) continue;
    const rest = text.slice(match[0].length);
    let tail = "";
    if (rest !== "") {
      const gap = /^(?:[,;]? |T|t|-|:)/.exec(rest)?.[0];
      const clock = gap === undefined ? null : timePattern(rest.slice(gap.length));
      if (clock === null) continue;
      tail = gap + clock;
    }
    return patterns(match).map((p) => p + tail);
  }
  return [];
}

function timePattern(text: string): string | null {
  const match = timeForm.exec(text);
  if (match === null) return null;
  const [, , seconds, half, zone] = match;
  let pattern = half === undefined ? "%H:%M" : "%I:%M";
  if (seconds !== undefined) pattern += ":%S%f";
  if (half !== undefined) pattern += half.startsWith(" ") ? " %p" : "%p";
  if (zone !== undefined) pattern += zone.startsWith(" ") ? " %z" : "%z";
  return pattern;
}

const dateForms: readonly (readonly [RegExp, (match: RegExpExecArray) => string[]])[] = [
  [/^\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)/, ([, s]) => [`%Y${s}%m${s}%d`]],
  [/^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/, () => ["%Y%m%d"]],
  [/^\d{4}(-?)W\d{2}\1[1-7](?!\d)/, ([, s]) => [`%G${s}W%V${s}%u`]],
  [/^\d{4}(-?)W\d{2}(?![\d-])/, ([, s]) => [`%G${s}W%V`]],
  [/^\d{4}([-/])\d{2}(?!\d)/, ([, s]) => [`%Y${s}%m`]],
  [
    /^\d{4}([-/ ]?)([A-Za-z]{3,9})\1\d{1,2}(?!\d)/,
    ([, s, name]) => named(name!, (month) => `%Y${s}${month}${s}%d`),
  ],
  [
    /^\d{1,2}([-/. ])\d{1,2}\1\d{4}(?!\d)/,
    ([, s]) => (s === "/" ? [`%m${s}%d${s}%Y`, `%d${s}%m${s}%Y`] : [`%d${s}%m${s}%Y`, `%m${s}%d${s}%Y`]),
  ],
  [
    /^\d{1,2}([-/.])\d{1,2}\1\d{2}(?!\d)/,
    ([, s]) =>
      s === "/"
        ? [`%m${s}%d${s}%y`, `%d${s}%m${s}%y`, `%y${s}%m${s}%d`]
        : [`%d${s}%m${s}%y`, `%m${s}%d${s}%y`, `%y${s}%m${s}%d`],
  ],
  [
    /^\d{1,2}([-/ ]?)([A-Za-z]{3,9})\1\d{4}(?!\d)/,
    ([, s, name]) => named(name!, (month) => `%d${s}${month}${s}%Y`),
  ],
  [
    /^\d{1,2}([-/ ]?)([A-Za-z]{3,9})\1\d{2}(?!\d)/,
    ([, s, name]) => named(name!, (month) => `%d${s}${month}${s}%y`),
  ],
  [
    /^([A-Za-z]{3,9})([-/ ])\d{1,2}(,?)\2\d{4}(?!\d)/,
    ([, name, s, comma]) => named(name!, (month) => `${month}${s}%d${comma}${s}%Y`),
  ],
];

/** The pattern with the month's name abbreviated or in full, as in `name` (May is both). */
function named(name: string, pattern: (month: string) => string): string[] {
  if (name.toLowerCase() === "may") return [pattern("%b"), pattern("%B")];
  return [pattern(name.length === 3 ? "%b" : "%B")];
}
