import { exposureOf } from "../../config/personal/personalTypes.ts";
import { valueFormatter } from "../cells/formatCell.ts";
import { quantileLevels } from "../profile/numberSummary.ts";
import type { ColumnProfile, TableProfile } from "../profile/tableProfile.ts";
import { type Column, findColumn, type StringColumn, type Table } from "../table.ts";
import { heldNumbers } from "./heldNumbers.ts";
import { type Holders, toldCounts } from "./holders.ts";
import { kOf } from "./kOf.ts";
import { protectedCategories, protectedCounts, shownBins } from "./protectedCounts.ts";
import { type ProtectedRange, protectedRange } from "./protectedRange.ts";
import { type RoundValues, roundDates, roundNumbers } from "./roundValues.ts";
import { findRuns, rowsOf } from "./valueRuns.ts";

/** A profile that may be saved beside a notebook or shown to others. */
export type SharedProfile = Omit<TableProfile, "columns"> & {
  readonly columns: readonly Omit<ColumnProfile, "examples">[];
};

/**
 * The profile of a table without examples, without extremes and categories of fewer than `kOf(rows)` rows, or of fewer persons where it
 * is known whose the rows are, and without bins of fewer than five.
 */
export function protectedProfile(profile: TableProfile, table: Table, holders?: Holders): SharedProfile {
  const k = kOf(profile.rows);
  return {
    ...profile,
    columns: profile.columns.map(({ examples: _, ...column }) => {
      const isPersonal = column.sdtype === "id" || column.sdtype === "text" || isDirect(column);
      const real = findColumn(table, column.name);
      const shown = isPersonal ? [] : protectedCategories(column.top, k);
      if (real === undefined || real.kind === "string")
        return { ...column, top: heldTop(shown, real, { k, holders }) };
      const told = { ...real, values: heldNumbers(real.values, k, holders) };
      const top = told.values === real.values ? shown : heldNumberTop(shown, { column, told, k });
      if (column.min === null) return { ...column, top };
      return { ...column, top, ...protectedNumbers(column, isPersonal ? null : told, k) };
    }),
  };
}

type Top = ColumnProfile["top"];

/** The most frequent texts, those that enough persons have. */
function heldTop(
  top: Top,
  column: StringColumn | undefined,
  { k, holders }: { readonly k: number; readonly holders: Holders | undefined },
): Top {
  if (holders === undefined || column === undefined || top.length === 0) return top;
  const told = toldCounts({ codes: column.codes, distinct: column.dictionary.length }, k, holders);
  const codes = new Map(column.dictionary.map((text, code) => [text, code]));
  return top.filter(({ value }) => (told[codes.get(value) ?? -1] ?? 0) >= k);
}

/** The most frequent numbers as they are still written in the told values. */
function heldNumberTop(
  top: Top,
  {
    column,
    told,
    k,
  }: {
    readonly column: Pick<ColumnProfile, "format">;
    readonly told: Exclude<Column, StringColumn>;
    readonly k: number;
  },
): Top {
  const show = valueFormatter(column.format);
  const runs = findRuns(told.values);
  const rows = new Map<string, number>();
  for (const [at, value] of runs.values.entries()) rows.set(show(value), runs.counts[at]!);
  return top.filter(({ value }) => (rows.get(value) ?? 0) >= k);
}

/** Whether the values name single persons, in however many rows they stand. */
function isDirect({ personal }: Pick<ColumnProfile, "personal">): boolean {
  return personal !== undefined && exposureOf(personal.type) === "direct";
}

type NumberPart = Pick<ColumnProfile, "min" | "max" | "quantiles" | "histogram">;

function protectedNumbers(
  column: Omit<ColumnProfile, "examples">,
  real: Exclude<Column, { kind: "string" }> | null,
  k: number,
): NumberPart {
  const candidates = real?.kind === "datetime" ? roundDates : roundNumbers;
  const range = real === null ? null : protectedRange(real.values, { k, candidates });
  if (range === null) return { min: null, max: null, quantiles: null, histogram: null };
  const min = range.spikes.find((s) => s < range.min) ?? range.min;
  const max = range.spikes.findLast((s) => s > range.max) ?? range.max;
  const tellable = tellableValue(real!.values, { k, candidates, width: (max - min) / 50 });
  return {
    min,
    max,
    quantiles:
      column.quantiles?.map((value, i) => {
        const inside = clampQuantile(value, quantileLevels[i]!, { range, min, max });
        return inside === min || inside === max ? inside : tellable(inside);
      }) ?? null,
    histogram: histogram(real!.values, { min, max, bins: column.histogram?.counts.length ?? 1 }),
  };
}

/** Moves a value that fewer than `k` rows hold to the roundest near it that none or enough hold. */
function tellableValue(
  values: Float64Array,
  { k, candidates, width }: { readonly k: number; readonly candidates: RoundValues; readonly width: number },
): (value: number) => number {
  const runs = findRuns(values);
  const isTellable = (value: number): boolean => {
    const rows = rowsOf(runs, value);
    return rows === 0 || rows >= k;
  };
  return (value) => {
    if (isTellable(value) && rowsOf(runs, value) > 0) return value;
    for (const candidate of candidates(value, value + width)) if (isTellable(candidate)) return candidate;
    return value + width / 2;
  };
}

/** Quantiles in the tails stay within the told range, on the body's end where they fall among single values. */
function clampQuantile(
  value: number,
  level: number,
  { range, min, max }: { readonly range: ProtectedRange; readonly min: number; readonly max: number },
): number {
  if (range.spikes.includes(value)) return value;
  const inside = Math.min(Math.max(value, range.min), range.max);
  return value >= min && value <= max && level > 0.02 && level < 0.98 ? value : inside;
}

function histogram(
  values: Float64Array,
  { min, max, bins }: { readonly min: number; readonly max: number; readonly bins: number },
): ColumnProfile["histogram"] {
  const n = min === max ? 1 : shownBins(values.length, bins);
  const edges = Array.from({ length: n + 1 }, (_, i) => (i === n ? max : min + ((max - min) * i) / n));
  const counts = new Float64Array(n);
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    const bin = max > min ? Math.floor(((v - min) / (max - min)) * n) : 0;
    counts[Math.min(Math.max(bin, 0), n - 1)]!++;
  }
  return { edges, counts: [...protectedCounts(counts)] };
}
