import { describeDuration } from "../cells/durationForm.ts";
import type { Sdtype } from "../columnTypes.ts";
import type { ColumnFormat } from "../format.ts";
import type { NumberSummary } from "../profile/numberSummary.ts";
import type { TextSummary } from "../profile/textSummary.ts";
import { idPattern } from "./idPattern.ts";
import { readAmount } from "./inferAffix.ts";

export interface SdtypeGuess {
  readonly sdtype: Sdtype;
  /** One sentence for a person. */
  readonly reason: string;
  readonly pattern: string | null;
}

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
    if (rows >= 100 && min >= 100_000 && String(min).length === String(max).length)
      return guess(
        "id",
        `every row has its own whole number of ${String(min).length} digits, like an account number`,
        `[1-9]\\d{${String(min).length - 1}}`,
      );
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
  return guess("numerical", `whole numbers, ${cardinality} of them different`);
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
  if ((present >= enoughRows && differs) || (cardinality > present * 0.5 && cardinality > 50)) {
    const pattern = isAmounts(used) ? null : idPattern(used);
    const what = differs
      ? "every row has its own value"
      : `${cardinality} different values in ${present} rows`;
    if (pattern !== null) return guess("id", `${what}, all of the form ${pattern}`, pattern);
    if (named) return guess("id", `${what} and the name says id`, "[A-Z0-9]{10}");
    return guess(
      "text",
      `${what}, ${isAmounts(used) ? "numbers that are not all written the same way" : "of no common form"}`,
    );
  }
  if (named && differs && present >= 2)
    return guess("id", "every row has its own value and the name says id", idPattern(used) ?? "[A-Z0-9]{10}");
  if (summary.meanLength > proseLength && cardinality > present * 0.1 && cardinality > 20)
    return guess(
      "text",
      `${cardinality} different values of ${Math.round(summary.meanLength)} characters on average: prose`,
    );
  return guess("categorical", `${count(cardinality, "different value")} in ${present} rows`);
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

function namedLikeId(name: string): boolean {
  return (
    /(^|[_\s.-])(id|ids|uuid|guid|pk|ssn|iban|key|identifier)$/i.test(name) ||
    /^(id|uuid|guid)([_\s.-]|$)/i.test(name) ||
    /[a-z](Id|ID|Uuid|UUID|Key)$/.test(name)
  );
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
