import type { Column } from "../../../table/table.ts";
import type { Output } from "../../columns/columnKind.ts";
import { type DatePart, dateParts } from "./dateParts.ts";
import { findPeriodWriting, type PeriodWriting, writePeriod } from "./periodWriting.ts";

/** How the number of a date's part is written: plus `offset`, between texts, or under a name of its own. */
export interface PartWriting {
  readonly offset?: number;
  readonly prefix?: string;
  readonly suffix?: string;
  /** Digits, with leading zeros. */
  readonly width?: number;
  /** What stands for each number. */
  readonly names?: readonly (readonly [number, string | number])[];
  /** How months or quarters are written with their year. */
  readonly period?: PeriodWriting;
}

interface Wanted {
  readonly part: DatePart;
  readonly minRows: number;
  /** Rows that must share a name that follows no known form. */
  readonly k: number;
}

/** How a column writes a part of the dates of another; undefined where it is not that part in every row. */
export function findWriting(column: Column, dates: Float64Array, wanted: Wanted): PartWriting | undefined {
  const { of, isTime, period } = dateParts[wanted.part];
  const seen = new Map<number, string | number>();
  const counts = new Map<number, number>();
  let rows = 0;
  for (let i = 0; i < dates.length; i++) {
    const key = of(dates[i]!);
    if (Number.isNaN(key)) continue;
    const value = column.kind === "string" ? column.dictionary[column.codes[i]!]! : column.values[i]!;
    if (isTime ? value !== key : seen.has(key) && seen.get(key) !== value) return undefined;
    seen.set(key, value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    rows++;
  }
  if (rows < wanted.minRows || new Set(seen.values()).size < 2) return undefined;
  if (isTime) return {};
  if (period !== undefined) {
    const found = findPeriodWriting(seen, period);
    if (found !== undefined) return { period: found };
    return period === 12 ? asNumber(seen, rows) : undefined;
  }
  return asNumber(seen, rows) ?? asFramed(seen) ?? asNames(seen, counts, wanted);
}

/** A number that differs from the part's by a constant, seen in more rows than there are numbers. */
function asNumber(seen: ReadonlyMap<number, string | number>, rows: number): PartWriting | undefined {
  const offsets = new Set(
    [...seen].map(([key, value]) => (typeof value === "number" ? value - key : Number.NaN)),
  );
  const [offset] = offsets;
  if (offsets.size > 1 || offset === undefined || Number.isNaN(offset) || seen.size === rows)
    return undefined;
  return { offset };
}

function asFramed(seen: ReadonlyMap<number, string | number>): PartWriting | undefined {
  const [first] = seen;
  if (first === undefined || typeof first[1] !== "string") return undefined;
  const match = /^(\D*)(\d+)(\D*)$/.exec(first[1]);
  if (match === null) return undefined;
  const [, prefix = "", digits = "", suffix = ""] = match;
  const isPadded = [...seen.values()].every((value) => String(value).length === first[1].toString().length);
  const width = isPadded ? digits.length : 0;
  const writing = { prefix, suffix, width };
  return [...seen].every(([key, value]) => framed(key, writing) === value) ? writing : undefined;
}

const locales = ["en", "de", "fr", "es", "it", "nl", "pt", "pl"];

function asNames(
  seen: ReadonlyMap<number, string | number>,
  counts: ReadonlyMap<number, number>,
  { part, k }: Wanted,
): PartWriting | undefined {
  const { range } = dateParts[part];
  if (range === undefined) return undefined;
  const all = Array.from({ length: range[1] - range[0] + 1 }, (_, i) => range[0] + i);
  for (const naming of namings(part)) {
    const names = all.map((key) => [key, naming(key)] as const);
    if (names.every(([key, name]) => !seen.has(key) || seen.get(key) === name)) return { names };
  }
  if (!all.every((key) => (counts.get(key) ?? 0) >= k)) return undefined;
  return { names: all.map((key) => [key, seen.get(key)!] as const) };
}

/** Names of weekdays and months, long and short, in common languages and as English files write them. */
function namings(part: DatePart): ((key: number) => string)[] {
  if (part !== "weekday" && part !== "month") return [];
  return locales.flatMap((locale) =>
    (["long", "short"] as const).flatMap((style) => {
      const options = part === "weekday" ? { weekday: style } : { month: style };
      const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
      // 2023-01-01 was a Sunday
      const name = (key: number) =>
        format.format(part === "weekday" ? Date.UTC(2023, 0, 1 + key) : Date.UTC(2023, key - 1, 1));
      return [name, (key: number) => name(key).toUpperCase(), (key: number) => name(key).toLowerCase()];
    }),
  );
}

function framed(key: number, { prefix = "", suffix = "", width = 0 }: PartWriting): string {
  return prefix + String(key).padStart(width, "0") + suffix;
}

/** The column of the numbers (or times) of a part, written; NaN is missing. */
export function writePart(
  plan: PartWriting & { readonly name: string; readonly part: DatePart; readonly output: Output },
  keys: Float64Array,
): Column {
  const { name, output, period } = plan;
  const months = dateParts[plan.part].period;
  const names = plan.names === undefined ? undefined : new Map(plan.names);
  if (output !== "string") {
    const values = keys.map((key) =>
      names === undefined ? key + (plan.offset ?? 0) : Number(names.get(key) ?? Number.NaN),
    );
    return { kind: output, name, values };
  }
  const index = new Map<string, number>();
  const codes = Int32Array.from(keys, (key) => {
    if (Number.isNaN(key)) return -1;
    const text =
      period !== undefined && months !== undefined
        ? writePeriod(key, months, period)
        : String(names?.get(key) ?? framed(key, plan));
    const known = index.get(text) ?? index.size;
    index.set(text, known);
    return known;
  });
  return { kind: "string", name, codes, dictionary: [...index.keys()] };
}
