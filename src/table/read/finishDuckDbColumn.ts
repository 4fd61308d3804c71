import { inferDuration } from "../cells/durationForm.ts";
import { type ColumnFormat, plainColumn } from "../format.ts";
import { isBooleanPair } from "../infer/booleanPair.ts";
import { durationFormat } from "../infer/durationFormat.ts";
import { inferAffix } from "../infer/inferAffix.ts";
import type { Column } from "../table.ts";
import { readDates } from "./readDates.ts";
import type { ReadNote } from "./readOptions.ts";

export interface DuckDbColumn {
  readonly name: string;
  /** DuckDB's type name, e.g. `DECIMAL(9,2)`. */
  readonly type: string;
}

export type DuckDbKind = "integer" | "decimal" | "text" | "boolean" | "date" | "timestamp" | "time";

export interface TypedColumn extends DuckDbColumn {
  readonly kind: DuckDbKind;
  /** Its type is kept for writing. */
  readonly keepType: boolean;
  /** Patterns of its dates where several fit; null where texts stay as they are written. */
  readonly dateFormats: readonly string[] | null;
}

interface Fetched extends TypedColumn {
  /** Numbers, milliseconds, or places in `dictionary`; -1 or NaN where missing. */
  readonly values: Float64Array;
  /** Distinct texts; undefined where the values are numbers. */
  readonly dictionary: readonly string[] | undefined;
}

interface Finished {
  readonly column: Column;
  readonly format: ColumnFormat;
}

/** A fetched column as what it says: texts that are dates, durations or numbers with a unit are read as those. Adds to `notes`. */
export function finishDuckDbColumn(fetched: Fetched, notes: ReadNote[]): Finished {
  const { kind, dictionary } = fetched;
  if (dictionary !== undefined) {
    const texts = { ...fetched, dictionary };
    if (fetched.dateFormats === null) return stringsOf(texts);
    return datesOf(texts, notes) ?? durationsOf(texts) ?? affixedNumbersOf(texts) ?? stringsOf(texts);
  }
  return kind === "date" || kind === "timestamp" || kind === "time"
    ? timesOf(fetched, kind)
    : numbersOf(fetched, notes);
}

type FetchedTexts = Fetched & { readonly dictionary: readonly string[] };

function fileTypeOf({ keepType, type }: TypedColumn): string | null {
  return keepType ? type : null;
}

function datesOf(texts: FetchedTexts, notes: ReadNote[]): Finished | null {
  const { name, keepType, dateFormats, values: codes, dictionary } = texts;
  if (keepType) return null;
  const dates = readDates(dictionary, {
    name,
    dictionary,
    rows: () => rowsOfCodes(codes, dictionary.length),
    total: codes.length,
    preferred: dateFormats ?? [],
  });
  if (dates === null) return null;
  notes.push(...dates.warnings.map((text) => ({ column: name, text })));
  const { formOf } = dates;
  return {
    column: {
      kind: "datetime",
      name,
      values: valuesOfCodes(codes, dates.values),
      ...(formOf && { forms: Uint8Array.from(codes, (c) => (c < 0 ? 0 : formOf[c]!)) }),
    },
    format: { ...plainColumn, ...dates.format, fileType: fileTypeOf(texts) },
  };
}

function durationsOf(texts: FetchedTexts): Finished | null {
  const { name, kind, keepType, values: codes, dictionary } = texts;
  const durations = kind === "text" && !keepType ? inferDuration(dictionary) : null;
  if (durations === null) return null;
  return {
    column: { kind: "number", name, values: valuesOfCodes(codes, durations.values) },
    format: { ...plainColumn, ...durationFormat(durations), fileType: fileTypeOf(texts) },
  };
}

function affixedNumbersOf(texts: FetchedTexts): Finished | null {
  const { name, kind, type, values: codes, dictionary } = texts;
  if (kind !== "text" || /INT$/.test(type)) return null;
  const present = codes.reduce((sum, code) => sum + (code < 0 ? 0 : 1), 0);
  const numbers = inferAffix(dictionary, { unique: present === dictionary.length, decimalComma: false });
  if (numbers === null) return null;
  return {
    column: { kind: "number", name, values: valuesOfCodes(codes, numbers.values) },
    format: { ...plainColumn, ...numbers.spelling, affix: numbers.affix, fileType: fileTypeOf(texts) },
  };
}

function stringsOf(texts: FetchedTexts): Finished {
  const { name, kind, type, values: codes, dictionary } = texts;
  const boolean = kind === "boolean" || isBooleanPair(dictionary);
  return {
    column: { kind: "string", name, codes: Int32Array.from(codes), dictionary },
    format: {
      ...plainColumn,
      physical: boolean ? "boolean" : "text",
      fileType: kind === "boolean" ? "BOOLEAN" : /INT$/.test(type) ? type : fileTypeOf(texts),
    },
  };
}

function timesOf(fetched: Fetched, kind: "date" | "timestamp" | "time"): Finished {
  const { name, type, values } = fetched;
  return {
    column: { kind: "datetime", name, values },
    format: {
      ...plainColumn,
      physical: kind,
      decimals: fractionDigits(values),
      dateFormat: pattern(kind, type),
      fileType: fileTypeOf(fetched),
    },
  };
}

function numbersOf(fetched: Fetched, notes: ReadNote[]): Finished {
  const { name, type, kind, keepType, values } = fetched;
  const infinite = clearInfinite(values);
  if (infinite > 0)
    notes.push({
      column: name,
      text: `${infinite} infinite ${infinite === 1 ? "value" : "values"} read as missing`,
    });
  const column: Column = { kind: "number", name, values };
  const fileType = fileTypeOf(fetched);
  if (type === "INTERVAL") {
    const form = { style: "clock", parts: 3, digits: 2 } as const;
    const decimals = Math.min(6, decimalsOf(values, false) ?? 6);
    return {
      column,
      format: { ...plainColumn, ...durationFormat({ form, decimals, fixed: false }), fileType },
    };
  }
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  const decimals =
    kind === "integer" ? 0 : scale === undefined ? decimalsOf(values, type === "FLOAT") : Number(scale);
  return {
    column,
    format: {
      ...plainColumn,
      physical: kind === "integer" ? "integer" : "decimal",
      decimals,
      ...(decimals === null ? significantOf(values) : {}),
      fixedDecimals: scale !== undefined && Number(scale) > 0,
      keepPoint: kind === "decimal" && scale === undefined && keepType,
      fileType,
    },
  };
}

/** Sets infinite values to NaN; returns how many there were. */
function clearInfinite(values: Float64Array): number {
  let count = 0;
  for (let i = 0; i < values.length; i++)
    if (Math.abs(values[i]!) === Number.POSITIVE_INFINITY) {
      values[i] = Number.NaN;
      count++;
    }
  return count;
}

/** What each code's text says; NaN where missing. */
function valuesOfCodes(codes: Float64Array, values: ArrayLike<number>): Float64Array {
  return codes.map((c) => (c < 0 ? Number.NaN : values[c]!));
}

function rowsOfCodes(codes: Float64Array, entries: number): Float64Array {
  const counts = new Float64Array(entries);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

const maxDecimals = 15;

/** Smallest number of decimals that writes all values exactly; null beyond 15. */
function decimalsOf(values: Float64Array, single: boolean): number | null {
  let decimals = 0;
  let scale = 1;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    for (;;) {
      const rounded = Math.round(v * scale) / scale;
      if (rounded === v || (single && Math.fround(rounded) === v)) break;
      if (++decimals > maxDecimals) return null;
      scale = 10 ** decimals;
    }
  }
  return decimals;
}

/** Significant digits that write all values exactly, if at most 15. */
function significantOf(values: Float64Array): Pick<ColumnFormat, "significant"> {
  let most = 1;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    while (Number(v.toPrecision(most)) !== v) if (++most > maxDecimals) return {};
  }
  return { significant: most };
}

/** Digits of a second's fraction that the milliseconds need, at most 6. */
function fractionDigits(values: Float64Array): number {
  let digits = 0;
  let unit = 1e6;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    const micros = Math.round(values[i]! * 1000);
    while (micros % unit !== 0) {
      digits++;
      unit /= 10;
    }
  }
  return digits;
}

function pattern(kind: DuckDbKind, type: string): string {
  if (kind === "date") return "%Y-%m-%d";
  if (kind === "time") return "%H:%M:%S%f";
  return type === "TIMESTAMP WITH TIME ZONE" ? "%Y-%m-%d %H:%M:%S%f+00:00" : "%Y-%m-%d %H:%M:%S%f";
}
