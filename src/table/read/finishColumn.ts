import { DatePattern } from "../cells/datePattern.ts";
import { inferDuration } from "../cells/durationForm.ts";
import { type ColumnFormat, type ExponentFormat, hasExponent } from "../format.ts";
import { isBooleanPair } from "../infer/booleanPair.ts";
import { durationFormat } from "../infer/durationFormat.ts";
import { inferAffix } from "../infer/inferAffix.ts";
import { rowsOfTexts } from "../split/optionSet.ts";
import type { Column, StringColumn } from "../table.ts";
import type { CsvColumn } from "./csv/csvColumn.ts";
import { isInfinity } from "./missingTokens.ts";
import { mixedWarnings } from "./mixedWarnings.ts";
import { readDates } from "./readDates.ts";

export interface FinishedColumn {
  readonly column: Column;
  readonly format: ColumnFormat;
  readonly warnings: readonly string[];
}

const plain: Omit<ColumnFormat, "physical" | "missingToken"> = {
  decimals: null,
  fixedDecimals: false,
  keepPoint: false,
  dateFormat: null,
  decimalPoint: ".",
  fileType: null,
};

/** Columns with more different values are not searched for `?` and the like before they are tried as dates. */
const maxSoftTokens = 200_000;

/**
 * Decides what a scanned column is (number, date, boolean, text) and how it is written.
 *
 * @param dateFormats patterns of its dates where several fit; null where the cells stay as they are written
 */
export function finishColumn(scanned: CsvColumn, dateFormats: readonly string[] | null = []): FinishedColumn {
  return !scanned.asText && scanned.numbers > 0 ? finishNumber(scanned) : finishText(scanned, dateFormats);
}

function finishNumber(scanned: CsvColumn): FinishedColumn {
  const warnings: string[] = [];
  const missingToken = missingOf(scanned, warnings);
  const s = scanned.spelling;
  const values = scanned.values();
  const quoted = { quoted: scanned.quoted === scanned.numbers };
  if (s.infinite > 0)
    warnings.push(`${s.infinite} infinite ${s.infinite === 1 ? "value" : "values"} read as missing`);
  const integers = s.comma + s.dot === 0 && !s.long;
  if (integers) {
    for (const form of compactForms) {
      const dates = compactDates(scanned.name, values, form);
      if (dates === undefined) continue;
      return {
        column: { kind: "datetime", name: scanned.name, values: dates },
        format: { ...plain, ...quoted, physical: "date", dateFormat: form.pattern, missingToken },
        warnings,
      };
    }
  }
  if (s.irregular > 0)
    warnings.push(
      `${s.irregular} ${s.irregular === 1 ? "number is" : "numbers are"} written with spaces, a plus sign or a bare point: written plainly`,
    );
  if (s.comma > 0 && s.dot > 0)
    warnings.push("decimal points and decimal commas are mixed: written with the more frequent one");
  const full = s.long || isShortened(scanned, values);
  const fixedDecimals = !full && s.decimals > 0 && s.minDecimals === s.decimals;
  return {
    column: { kind: "number", name: scanned.name, values },
    format: {
      ...plain,
      ...quoted,
      physical: integers ? "integer" : "decimal",
      decimals: integers ? 0 : full ? null : s.decimals,
      ...(full ? significantOf(scanned, values) : {}),
      fixedDecimals,
      keepPoint: fixedDecimals || s.pointWhole > s.bareWhole,
      missingToken,
      decimalPoint: s.comma > s.dot ? "," : ".",
    },
    warnings,
  };
}

/** Fewest decimals, and digits fewer than those decimals and the whole part would have, from which digits were cut and not decimals. */
const manyDecimals = 4;
const cutDigits = 3;
/** Fewer values may have few digits by chance. */
const enoughNumbers = 50;

/** Whether values of many sizes are all written with a few significant digits (`%.6g`): then decimals say nothing. */
function isShortened({ spelling: s, numbers }: CsvColumn, values: Float64Array): boolean {
  if (numbers < enoughNumbers || s.decimals < manyDecimals || s.significant < 2) return false;
  let largest = 1;
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  return s.significant + cutDigits <= s.decimals + Math.floor(Math.log10(largest)) + 1;
}

/** Significant digits and exponents of a column without fixed decimals. */
function significantOf(
  { spelling: s, numbers }: CsvColumn,
  values: Float64Array,
): Pick<ColumnFormat, "significant" | "exponent"> {
  if (s.significant < 1 || s.significant > 15) return {};
  const limits = s.exponents < numbers ? exponentLimits(s, values) : {};
  if (limits === null) return { significant: s.significant };
  return {
    significant: s.significant,
    exponent: {
      letter: s.upperExponent ? "E" : "e",
      plus: s.exponentPlus,
      digits: s.exponentDigits,
      padded: s.exponents === numbers && s.leastSignificant === s.significant,
      ...limits,
    },
  };
}

/** Below this C and what follows it write small numbers with an exponent. */
const usualBelow = -4;

/**
 * The powers of ten below and from which values have an exponent, where these part them from the others; null where none do. Of
 * several the usual ones: 10⁻⁴, and one digit more than are written.
 */
function exponentLimits(
  s: CsvColumn["spelling"],
  values: Float64Array,
): Pick<ExponentFormat, "below" | "from"> | null {
  const small = s.exponentBelow > 0 ? Math.floor(Math.log10(s.exponentBelow)) + 1 : undefined;
  const large = Number.isFinite(s.exponentFrom) ? Math.floor(Math.log10(s.exponentFrom)) : undefined;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  let count = 0;
  const with10 = (power: number | undefined): number | undefined => power && Number(`1e${power}`);
  const nearest = { below: with10(small) ?? 0, from: with10(large) ?? Number.POSITIVE_INFINITY };
  for (const value of values) {
    if (value === 0 || Number.isNaN(value)) continue;
    if (hasExponent(value, nearest)) count++;
    else {
      lowest = Math.min(lowest, Math.abs(value));
      highest = Math.max(highest, Math.abs(value));
    }
  }
  if (s.exponents === 0 || count !== s.exponents) return null;
  const below =
    small === undefined ? undefined : Math.max(small, Math.min(usualBelow, Math.floor(Math.log10(lowest))));
  const from =
    large === undefined
      ? undefined
      : Math.min(large, Math.max(s.significant, Math.floor(Math.log10(highest)) + 1));
  return {
    ...(below !== undefined && { below: with10(below)! }),
    ...(from !== undefined && { from: with10(from)! }),
  };
}

function finishText(scanned: CsvColumn, dateFormats: readonly string[] | null): FinishedColumn {
  const { dictionary } = scanned;
  const codes = scanned.asText ? scanned.codes() : new Int32Array(scanned.rows).fill(-1);
  const quoted =
    scanned.quoted + scanned.bare > 0 ? { quoted: scanned.bare === 0 && scanned.needlesslyQuoted > 0 } : {};
  const made =
    dateFormats === null
      ? undefined
      : (finishDates(scanned, codes, quoted, dateFormats) ??
        finishDurations(scanned, codes, quoted) ??
        finishAffixed(scanned, codes, quoted));
  if (made !== undefined) return made;
  const warnings: string[] = [];
  const missingToken = missingOf(scanned, warnings);
  const column: StringColumn = { kind: "string", name: scanned.name, codes, dictionary };
  warnings.push(...mixedWarnings(column));
  return {
    column,
    format: { ...plain, ...quoted, physical: isBooleanPair(dictionary) ? "boolean" : "text", missingToken },
    warnings,
  };
}

/** The column as dates when all its values are, in one form or a few, but for `?` and the like, which are missing. */
function finishDates(
  scanned: CsvColumn,
  codes: Int32Array,
  quoted: { quoted?: boolean },
  preferred: readonly string[],
): FinishedColumn | undefined {
  const present = presentTexts(scanned);
  const dates = readDates(present, {
    rows: () => rowsOfTexts({ kind: "string", name: scanned.name, codes, dictionary: scanned.dictionary }),
    dictionary: scanned.dictionary,
    name: scanned.name,
    total: scanned.rows,
    preferred,
  });
  if (dates === null) return undefined;
  const values = valuesOf(scanned, codes, present, dates.values);
  const warnings: string[] = [];
  const missingToken = missingOf(scanned, warnings);
  const forms = dates.formOf && valuesOf(scanned, codes, present, Float64Array.from(dates.formOf));
  return {
    column: {
      kind: "datetime",
      name: scanned.name,
      values,
      ...(forms && { forms: Uint8Array.from(forms, (form) => form || 0) }),
    },
    format: { ...plain, ...quoted, ...dates.format, missingToken },
    warnings: [...warnings, ...dates.warnings],
  };
}

/** The column as seconds when all its values are durations in one form. */
function finishDurations(
  scanned: CsvColumn,
  codes: Int32Array,
  quoted: { quoted?: boolean },
): FinishedColumn | undefined {
  const present = presentTexts(scanned);
  const found = inferDuration(present);
  if (found === null) return undefined;
  const values = valuesOf(scanned, codes, present, found.values);
  const warnings: string[] = [];
  const missingToken = missingOf(scanned, warnings);
  return {
    column: { kind: "number", name: scanned.name, values },
    format: { ...plain, ...quoted, ...durationFormat(found), missingToken },
    warnings,
  };
}

/** The column as numbers when all its values are, with the same prefix, suffix and separators. */
function finishAffixed(
  scanned: CsvColumn,
  codes: Int32Array,
  quoted: { quoted?: boolean },
): FinishedColumn | undefined {
  const present = presentTexts(scanned);
  const unique = present.length === scanned.quoted + scanned.bare;
  const numbers = inferAffix(present, { unique, decimalComma: scanned.decimalComma });
  if (numbers === null) return undefined;
  const values = valuesOf(scanned, codes, present, numbers.values);
  const warnings: string[] = [];
  const missingToken = missingOf(scanned, warnings);
  return {
    column: { kind: "number", name: scanned.name, values },
    format: { ...plain, ...quoted, ...numbers.spelling, affix: numbers.affix, missingToken },
    warnings,
  };
}

/** The different texts of a column, without `?` and the like. */
function presentTexts(scanned: CsvColumn): readonly string[] {
  const { dictionary } = scanned;
  return dictionary.length > maxSoftTokens
    ? dictionary
    : dictionary.filter((text) => !scanned.isMissingAmongDates(text));
}

/** Values per row from those of the present texts; the other texts are counted as missing. */
function valuesOf(
  scanned: CsvColumn,
  codes: Int32Array,
  present: readonly string[],
  values: Float64Array,
): Float64Array {
  const { dictionary } = scanned;
  let perCode: Float64Array = values;
  if (present.length < dictionary.length) {
    perCode = new Float64Array(dictionary.length).fill(Number.NaN);
    let next = 0;
    for (let k = 0; k < dictionary.length; k++)
      if (!scanned.isMissingAmongDates(dictionary[k]!)) perCode[k] = values[next++]!;
  }
  const perRow = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    perRow[i] = code < 0 ? Number.NaN : perCode[code]!;
    if (code >= 0 && Number.isNaN(perRow[i]!)) {
      const token = dictionary[code]!;
      scanned.missing.set(token, (scanned.missing.get(token) ?? 0) + 1);
    }
  }
  return perRow;
}

/** The most frequent spelling of missing; infinities do not count. */
function missingOf(scanned: CsvColumn, warnings: string[]): string {
  const spellings = [...scanned.missing].filter(([token]) => !isInfinity(token)).sort((a, b) => b[1] - a[1]);
  const token = spellings[0]?.[0] ?? "";
  if (spellings.length > 1)
    warnings.push(
      `missing is written in ${spellings.length} ways (${spellings.map(([t, n]) => `${t === "" ? "empty" : t}: ${n}`).join(", ")}): all are written as ${token === "" ? "empty" : token} (source.missing says which texts mean missing)`,
    );
  return token;
}

interface CompactForm {
  readonly pattern: string;
  readonly from: number;
  readonly to: number;
  /** Different values from which they are dates whatever the column is called. */
  readonly enough: number;
  readonly named: RegExp;
}

/** Whole numbers that are days or months, 1900 to 2100. */
const compactForms: readonly CompactForm[] = [
  { pattern: "%Y%m%d", from: 19000101, to: 21001231, enough: 5, named: /date|day|dt/i },
  {
    pattern: "%Y%m",
    from: 190001,
    to: 210012,
    enough: 15,
    named: /month|yyyymm|yearmon|period|monat|mois|mese/i,
  },
];

/** Dates of whole numbers that all have the form; undefined where one has not, or few values may have it by chance. */
function compactDates(
  name: string,
  values: Float64Array,
  { pattern: form, from, to, enough, named }: CompactForm,
): Float64Array | undefined {
  const pattern = new DatePattern(form);
  const known = new Map<number, number>();
  const dates = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    let date = known.get(v);
    if (date === undefined) {
      if (v < from || v > to) return undefined;
      date = pattern.parse(String(v));
      if (Number.isNaN(v)) date = Number.NaN;
      else if (Number.isNaN(date)) return undefined;
      known.set(v, date);
    }
    dates[i] = date;
  }
  return known.size >= enough || named.test(name) ? dates : undefined;
}
