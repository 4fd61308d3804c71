import { describeDuration } from "../cells/durationForm.ts";
import type { Sdtype } from "../columnTypes.ts";
import type { ColumnFormat } from "../format.ts";
import type { NumberSummary } from "../profile/numberSummary.ts";
import type { TextSummary } from "../profile/textSummary.ts";
import { idPattern, likelyPattern } from "./idPattern.ts";
import { readAmount } from "./inferAffix.ts";

export interface SdtypeGuess {
  readonly sdtype: Sdtype;
  /** One sentence for a person. */
  readonly reason: string;
  readonly pattern: string | null;
}

/** Meaning of whole numbers that are all times of day. */
export const clockGuess: SdtypeGuess = {
  sdtype: "numerical",
  reason: "times of day as whole numbers (905 is 9:05): learned as minutes",
  pattern: null,
};

/** Below this many rows, "all values differ" says nothing. */
const enoughRows = 10;
/** Integers with at most this many values, and at most a tenth of the rows, are codes (SDV's rule). */
const maxCodes = 10;
/** Beyond this mean length, values that mostly differ are prose. */
const proseLength = 40;

/** Meaning of a column of numbers that have a prefix, a suffix or separators: amounts, never ids. */
export function inferAffixedSdtype(
  { affix, decimalPoint }: ColumnFormat,
  summary: NumberSummary,
  rows: number,
): SdtypeGuess {
  const { cardinality, whole } = summary;
  if (affix?.duration !== undefined)
    return guess("numerical", `durations, written ${describeDuration(affix.duration)}: kept as seconds`);
  const signs = [
    ...(affix?.prefix ? [`"${affix.prefix}" before`] : []),
    ...(affix?.suffix ? [`"${affix.suffix}" behind`] : []),
    ...(affix?.negative === undefined
      ? []
      : [affix.negative === "trailing" ? "a minus behind negative ones" : "negative ones in parentheses"]),
    ...(affix?.zero === undefined ? [] : [`"${affix.zero}" for zero`]),
    ...(affix?.thousands ? [`"${affix.thousands}" between thousands`] : []),
    ...(decimalPoint === "," && !whole ? ["a decimal comma"] : []),
  ];
  const written = `written with ${signs.join(", ")}`;
  if (cardinality <= Math.min(maxCodes, Math.round((rows - summary.missing) * 0.1)))
    return guess(
      "categorical",
      `${count(cardinality, "number")} in ${rows - summary.missing} rows, ${written}`,
    );
  return guess("numerical", `${whole ? "whole numbers" : "numbers with decimals"}, ${written}`);
}

/** Meaning of a column of numbers. */
export function inferNumberSdtype(name: string, rows: number, summary: NumberSummary): SdtypeGuess {
  const { cardinality, missing, whole, min, max } = summary;
  const present = rows - missing;
  const named = namedLikeId(name);
  if (!whole || min === null || max === null) return guess("numerical", "numbers with decimals");
  if (cardinality === 2 && min === 0 && max === 1) return guess("boolean", "holds 0 and 1 only");
  if (cardinality === rows && rows >= 2) {
    if (named) return guess("id", "every row has its own whole number and the name says id", "\\d+");
    if (rows >= enoughRows && max - min + 1 === rows && min >= 0 && min <= 1)
      return guess("id", `numbers the rows from ${min} to ${max}`, "\\d+");
    const reason = keyReason(name, rows, summary);
    if (reason !== undefined) return guess("id", reason, "\\d+");
  }
  if (named && rows >= enoughRows) {
    if (cardinality > present * 0.5)
      return guess("id", "whole numbers that mostly differ and the name says id", "\\d+");
    return guess(
      "categorical",
      `the name says id, and ${count(cardinality, "code")} repeat: codes, not amounts`,
    );
  }
  if (min >= 0 && cardinality <= Math.min(maxCodes, Math.round(present * 0.1)))
    return guess("categorical", `${count(cardinality, "whole number")} in ${present} rows: codes or grades`);
  const time = epochUnit(min, max);
  if (time !== undefined && cardinality > present * 0.5)
    return guess("numerical", `times in ${time} since 1970, as whole numbers: learned as numbers`);
  return guess("numerical", `whole numbers, ${cardinality} of them different`);
}

/** Pairs of rows that would be equal by chance if the numbers were measured, at least; else their being different says nothing. */
const minExpectedTies = 20;
/** Of Kolmogorov's statistic times the root of the rows: 1 % of evenly spread columns go beyond. */
const maxUnevenness = 1.63;

/**
 * Why whole numbers that are all different are keys: they lie so close that measured ones would have met, or they are spread
 * evenly over all numbers of their width (or over a whole integer type), as account numbers and hashes are.
 */
function keyReason(name: string, rows: number, summary: NumberSummary): string | undefined {
  const { min, max, quantiles } = summary;
  if (min === null || max === null || quantiles === null || rows < enoughRows) return undefined;
  if (saysTime.test(name)) return undefined;
  if (min >= 0 && rows ** 2 / (2 * (max - min + 1)) >= minExpectedTies)
    return "every row has its own whole number, closer together than measured ones would be: a key";
  if (rows < 100) return undefined;
  const width = String(min).length;
  const isOneWidth = min >= 100_000 && width === String(max).length;
  if (isOneWidth && isEven(quantiles, 10 ** (width - 1), 10 ** width, rows))
    return `every row has its own whole number of ${width} digits, evenly spread, like an account number`;
  // hashes lie anywhere from 0 on; numbers that follow the clock within them (snowflakes) have about as many digits as nanoseconds
  const isTime = ["milliseconds", "microseconds"].includes(epochUnit(min, max) ?? "");
  const isHash = max - min > 2 ** 31 && !isTime && isEven(quantiles, min, max, rows);
  return isHash
    ? "every row has its own whole number, evenly spread over a large range, like a hash"
    : undefined;
}

const saysTime =
  /(^|[_\s.-])(years?|months?|days?|dates?|hours?|weeks?|time|times|timestamp|epoch|jahr|monat|tag|woche|zeit|ts)($|[_\s.-]|\d)|[a-z](Year|Time|Date|Timestamp|At)$/i;

/** Quantiles at 1, 5, 25, 50, 75, 95 and 99 % lie where an even spread has them. */
function isEven(quantiles: readonly number[], from: number, to: number, rows: number): boolean {
  const levels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
  return levels.every(
    (level, k) => Math.abs((quantiles[k]! - from) / (to - from) - level) * Math.sqrt(rows) <= maxUnevenness,
  );
}

/** The unit of whole numbers that are all times between 1990 and 2040; undefined for other numbers. */
function epochUnit(min: number, max: number): string | undefined {
  const units = [
    ["seconds", 1],
    ["milliseconds", 1e3],
    ["microseconds", 1e6],
    ["nanoseconds", 1e9],
  ] as const;
  return units.find(([, perSecond]) => min >= 6.3e8 * perSecond && max <= 2.21e9 * perSecond)?.[0];
}

/** Meaning of a column of text. */
export function inferTextSdtype(
  name: string,
  rows: number,
  boolean: boolean,
  summary: TextSummary,
): SdtypeGuess {
  const { cardinality, missing, used } = summary;
  const present = rows - missing;
  if (present === 0) return guess("categorical", "holds no value");
  if (boolean) return guess("boolean", `holds ${used.join(" and ")} only`);
  const named = namedLikeId(name);
  const differs = cardinality === present;
  if (present >= enoughRows && isLongNumbers(used)) return inferLongNumbers(named, differs, summary);
  if ((present >= enoughRows && differs) || (cardinality > present * 0.5 && cardinality > 50)) {
    if (isComposite(used))
      return guess(
        "text",
        "several numbers with decimals in each value, such as a place: random digits would be false ones",
      );
    const pattern = isAmounts(used) ? null : idPattern(used);
    const what = differs
      ? "every row has its own value"
      : `${cardinality} different values in ${present} rows`;
    if (pattern !== null) return guess("id", `${what}, all of the form ${pattern}`, pattern);
    if (named) return guess("id", `${what} and the name says id`, likelyPattern(used));
    return guess(
      "text",
      `${what}, ${isAmounts(used) ? "numbers that are not all written the same way" : "of no common form"}`,
    );
  }
  if (named && differs && present >= 2)
    return guess("id", "every row has its own value and the name says id", likelyPattern(used));
  if (summary.meanLength > proseLength && cardinality > present * 0.1 && cardinality > 20)
    return guess(
      "text",
      `${cardinality} different values of ${Math.round(summary.meanLength)} characters on average: prose`,
    );
  return guess("categorical", `${count(cardinality, "different value")} in ${present} rows`);
}

/** Whole numbers of which some have more digits than a floating-point number holds. */
function isLongNumbers(texts: readonly string[]): boolean {
  return texts.every((t) => /^(0|-?[1-9]\d{0,40})$/.test(t)) && texts.some((t) => t.length > 15);
}

function inferLongNumbers(named: boolean, differs: boolean, { used, cardinality }: TextSummary): SdtypeGuess {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const text of used) {
    min = Math.min(min, Number(text));
    max = Math.max(max, Number(text));
  }
  const time = epochUnit(min, max);
  if (named && differs) return guess("id", "every row has its own whole number and the name says id", "\\d+");
  if (named) return guess("categorical", `the name says id, and ${count(cardinality, "code")} repeat`);
  if (time !== undefined)
    return guess("numerical", `times in ${time} since 1970, as whole numbers: learned as numbers`);
  if (differs) return guess("id", "every row has its own whole number of many digits", "\\d+");
  return guess("numerical", `whole numbers of many digits, ${cardinality} of them different`);
}

/** Values of two numbers with decimals or more: `POINT (-73.98 40.7)`, `(40.7, -73.98)`, `lat=40.7;lon=-73.98`. */
function isComposite(texts: readonly string[]): boolean {
  return texts.every((text) => (text.match(/\d\.\d+/g) ?? []).length >= 2 && /[\s,;=(]/.test(text));
}

/** Nearly all are numbers with a point, a separator, a currency or a percent sign: no codes, though they may be of one form. */
function isAmounts(texts: readonly string[]): boolean {
  let amounts = 0;
  for (const text of texts) {
    const frame = readAmount(text);
    if (frame !== null && /[.,%‰\p{Sc}]/u.test(frame.prefix + frame.digits + frame.suffix)) amounts++;
  }
  return amounts > texts.length * 0.9;
}

function guess(sdtype: Sdtype, reason: string, pattern: string | null = null): SdtypeGuess {
  return { sdtype, reason, pattern };
}

export function namedLikeId(name: string): boolean {
  return (
    /(^|[_\s.-])(id|ids|uuid|guid|pk|ssn|iban|key|identifier|konto|account|kontonummer|account_number)$/i.test(
      name,
    ) ||
    /^(id|uuid|guid)([_\s.-]|$)/i.test(name) ||
    /[a-z](Id|ID|Uuid|UUID|Key)$/.test(name)
  );
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
