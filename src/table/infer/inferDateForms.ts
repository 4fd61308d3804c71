import { DatePattern } from "../cells/datePattern.ts";
import { candidates, type InferredDate, inferDatePattern, samePattern } from "./inferDatePattern.ts";

/** The forms in which the dates of a column are written. */
export interface InferredDateForms {
  /** The most frequent first. */
  readonly patterns: readonly string[];
  /** Per text, index into `patterns`. */
  readonly formOf: Uint8Array;
  readonly physical: "date" | "timestamp";
  readonly decimals: number;
  readonly fixed: boolean;
  /** Per text, milliseconds of the wall clock as written. */
  readonly values: Float64Array;
  readonly warnings: readonly string[];
}

export interface DateFormsOptions {
  /** Rows that hold each text. */
  readonly rows: ArrayLike<number>;
  /** Forms that fewer rows have are not kept: their dates are written as the most frequent form has it. */
  readonly minRows: number;
  /** Taken where a text fits several patterns. */
  readonly preferred?: readonly string[];
  readonly isBirth?: boolean;
}

/** Ways of writing beyond which texts are no dates of a few forms. */
const maxGroups = 8;
const maxForms = 60;
/** A named zone behind the time: `CET`, ` Europe/Berlin`, `[Europe/Berlin]`. */
const namedZone =
  /(?<=:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)(?: ?\[[A-Za-z]+\/[\w/+-]+\]| [A-Za-z]+\/[\w/+-]+| (?!AM\b|PM\b)[A-Z]{3,5})$/;

/**
 * The two or more forms that all texts fit, each text one: dates with and without a time, dates written in two ways, time zones
 * that differ between rows (each is a form of its own). Null where the texts are no dates, where one form is enough, or where two
 * forms have day and month swapped, so that 03/04/2021 may be either.
 */
export function inferDateForms(
  texts: readonly string[],
  { rows, minRows, preferred = [], isBirth = false }: DateFormsOptions,
): InferredDateForms | null {
  const zoneOf = texts.map((text) => namedZone.exec(text)?.[0] ?? "");
  const groups = groupTexts(
    texts.map((text, i) => text.slice(0, text.length - zoneOf[i]!.length)),
    preferred,
  );
  if (groups === null) return null;
  const values = new Float64Array(texts.length);
  const patternOf = new Array<string>(texts.length);
  const found: InferredDate[] = [];
  for (const group of groups) {
    const dates = inferDatePattern(
      group.map(({ text }) => text),
      preferred.find((pattern) =>
        group.some(({ text }) => !Number.isNaN(new DatePattern(pattern).parse(text))),
      ),
      { isBirth },
    );
    if (dates === null || dates.physical === "time") return null;
    found.push(dates);
    const zoned = dates.pattern.endsWith("%z") ? dates.pattern.slice(0, -2) : null;
    for (const [k, { text, index }] of group.entries()) {
      const offset = zoned === null ? "" : /(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)$/.exec(text)![0];
      const own = zoned === null ? dates.pattern : `${zoned}${offset}`;
      patternOf[index] = `${own}${zoneOf[index]!.replaceAll("%", "%%")}`;
      values[index] = zoned === null ? dates.values[k]! : new DatePattern(own).parse(text);
    }
  }
  const counts = new Map<string, number>();
  for (const [i, pattern] of patternOf.entries()) counts.set(pattern, (counts.get(pattern) ?? 0) + rows[i]!);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (sorted.length < 2 && !namedZone.test(texts[0]!)) return null;
  if (sorted.some(([a]) => sorted.some(([b]) => areSwapped(a, b)))) return null;
  const kept = sorted.filter(([, count], i) => i === 0 || count >= minRows).slice(0, maxForms);
  const patterns = kept.map(([pattern]) => pattern);
  const lost = sorted.slice(patterns.length).reduce((sum, [, count]) => sum + count, 0);
  const hasTime = patterns.some((pattern) => /%-?[HI]/.test(pattern));
  return {
    patterns,
    formOf: Uint8Array.from(patternOf, (pattern) => Math.max(0, patterns.indexOf(pattern))),
    physical: hasTime ? "timestamp" : "date",
    decimals: Math.max(...found.map(({ decimals }) => decimals)),
    fixed: found.filter(({ decimals }) => decimals > 0).every(({ fixed }) => fixed),
    values,
    warnings: [
      ...found.flatMap(({ warnings }) => warnings.filter((text) => !text.startsWith("time zone offsets"))),
      ...(lost === 0
        ? []
        : [
            `${lost} ${lost === 1 ? "date is" : "dates are"} written in a form that fewer than ${minRows} rows share: written as ${patterns[0]}`,
          ]),
    ],
  };
}

/** The texts in as few groups as the patterns of their first members take; null where some are no dates. */
function groupTexts(
  texts: readonly string[],
  preferred: readonly string[],
): { readonly text: string; readonly index: number }[][] | null {
  let left = texts.map((text, index) => ({ text, index }));
  const groups: (typeof left)[] = [];
  while (left.length > 0) {
    if (groups.length === maxGroups) return null;
    let best: Set<number> | undefined;
    for (const candidate of candidates(left[0]!.text)) {
      const reader = new DatePattern(candidate);
      const fits = new Set(
        left.flatMap(({ text, index }) => (Number.isNaN(reader.parse(text)) ? [] : [index])),
      );
      const isWished = preferred.some((pattern) => samePattern(pattern, candidate));
      if (fits.size > 0 && (isWished || best === undefined || fits.size > best.size)) best = fits;
      if (isWished && fits.size > 0) break;
    }
    if (best === undefined) return null;
    const chosen = best;
    groups.push(left.filter(({ index }) => chosen.has(index)));
    left = left.filter(({ index }) => !chosen.has(index));
  }
  return groups;
}

/** Whether the day stands in one pattern where the month stands in the other. */
function areSwapped(a: string, b: string): boolean {
  const plain = (pattern: string) => pattern.replaceAll(/%(-|\d{4}(?=y))/g, "%").replace(/[T ].*$/, "");
  const turned = plain(a).replace(/%[dm]/g, (part) => (part === "%d" ? "%m" : "%d"));
  return turned !== plain(a) && turned === plain(b);
}
