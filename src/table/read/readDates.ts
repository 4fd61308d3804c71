import type { ColumnFormat } from "../format.ts";
import { inferDateForms } from "../infer/inferDateForms.ts";
import { type InferredDate, inferDatePattern } from "../infer/inferDatePattern.ts";
import { kOf } from "../protection/kOf.ts";

export interface ReadDates {
  /** Per text, milliseconds. */
  readonly values: Float64Array;
  /** Per text, in which of the `dateForms` it is written; absent where all in one. */
  readonly formOf?: Uint8Array;
  readonly format: Pick<ColumnFormat, "physical" | "decimals" | "fixedDecimals" | "dateFormat" | "dateForms">;
  readonly warnings: readonly string[];
}

export interface DateTexts {
  readonly name: string;
  /** Texts with those that mean missing, in the order of `rows`. */
  readonly dictionary: readonly string[];
  /** Rows that hold each text of the dictionary; asked for only where rows differ in how they are written. */
  rows(): ArrayLike<number>;
  /** Rows of the table. */
  readonly total: number;
  /** Patterns to take where a text fits several. */
  readonly preferred: readonly string[];
}

/** Reads texts as dates; null where they are none. Where rows differ in how their dates are written, each keeps its form. */
export function readDates(texts: readonly string[], source: DateTexts): ReadDates | null {
  const isBirth = /birth|dob\b|gebur|naiss|nacim/i.test(source.name);
  const one = inferDatePattern(texts, source.preferred[0], { isBirth });
  if (one !== null && !one.pattern.endsWith("%z")) return inOneForm(one);
  const first = texts[0];
  if (first === undefined || first.length < 4 || first.length > 60 || !/\d/.test(first)) return null;
  const counts = source.rows();
  const places = new Map(source.dictionary.map((text, i) => [text, i]));
  const several = inferDateForms(texts, {
    rows: texts.map((text) => counts[places.get(text)!]!),
    minRows: kOf(source.total),
    preferred: source.preferred,
    isBirth,
  });
  if (several === null) return one && inOneForm(one);
  const { patterns, values, formOf, warnings } = several;
  return {
    values,
    ...(patterns.length > 1 && { formOf }),
    format: {
      physical: several.physical,
      decimals: several.decimals,
      fixedDecimals: several.fixed,
      dateFormat: patterns[0]!,
      ...(patterns.length > 1 && { dateForms: patterns }),
    },
    warnings,
  };
}

function inOneForm({ values, warnings, physical, decimals, fixed, pattern }: InferredDate): ReadDates {
  return { values, format: { physical, decimals, fixedDecimals: fixed, dateFormat: pattern }, warnings };
}
