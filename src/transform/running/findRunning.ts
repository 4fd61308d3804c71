import type { ColumnSpec } from "../../config/columnSpec.ts";
import { type Coded, codesOf, standTogether } from "../../table/codes.ts";
import { heldNumbers } from "../../table/protection/heldNumbers.ts";
import type { Holders } from "../../table/protection/holders.ts";
import { findColumn, firstRows, type NumberColumn, type Table } from "../../table/table.ts";
import { numberRange } from "../protectValues.ts";
import type { RunningPlan } from "./runningPlan.ts";

/** Pairs of rows after one another in which a total moves, at least. */
const minMoves = 40;
/** Share of the pairs that may be off: a file may lack a row. */
const maxOff = 0.002;
/** Pairs that may be off before so few of them were looked at that a share says nothing. */
const fewOff = 4;
const maxRows = 20_000;
const maxKeys = 12;
const maxNumbers = 60;
/** Columns two of which are tried together: money in and out. */
const maxPaired = 12;
/** Rows of a key on average, at least. */
const minRowsPerKey = 3;

interface Numbers {
  readonly spec: ColumnSpec;
  readonly values: Float64Array;
}

/** Rows of one key, one after another: `later` holds what the total has after `earlier`. */
interface Pairs {
  readonly earlier: Int32Array;
  readonly later: Int32Array;
  /** First rows in time of each key. */
  readonly first: Int32Array;
}

interface Keyed {
  readonly key: string | null;
  readonly coded: Coded;
}

export interface RunningSource {
  readonly specs: readonly ColumnSpec[];
  readonly holders: Holders | undefined;
  /** Columns that rules or other columns need as they are. */
  readonly isBound: (total: string, opening: string | undefined) => boolean;
  /** The column that may change so that a total stays in its range. */
  readonly flowOf: (total: string, opening: string) => RunningPlan["flow"];
  /** Whether a date has to stay with the other cells of its row. */
  readonly staysWithRow: (date: string) => boolean;
}

/**
 * Totals that go on from row to row, in the whole table or in the rows of each value of a column, in the order of the file or against it:
 * what a row adds is a column, or two (money in and out), or what lies between another column, which repeats the total before, and the total.
 *
 * @param whole all rows in the order of the file; they are looked for in the first 20,000
 */
export function findRunning(
  whole: Table,
  { specs, holders, isBound, flowOf, staysWithRow }: RunningSource,
): RunningPlan[] {
  const table = firstRows(whole, maxRows);
  const numbers = specs
    .flatMap((spec): Numbers[] => {
      const column = findColumn(table, spec.name);
      const isNumber = column?.kind === "number" && spec.role !== "drop" && spec.role !== "id";
      return isNumber && spec.sdtype !== "id" ? [{ spec, values: column.values }] : [];
    })
    .slice(0, maxNumbers);
  const totals = numbers.filter(({ spec }) => mayBeTotal(spec));
  if (totals.length === 0 || numbers.length < 2) return [];
  const found = new Map<string, RunningPlan>();
  for (const keyed of keysOf(table, specs))
    for (const { pairs, backwards, by } of waysThrough(table, specs, keyed.coded)) {
      for (const total of totals) {
        if (found.has(total.spec.name) || !moves(total.values, pairs)) continue;
        const how = openingOf(total, numbers, pairs) ?? termsOf(total, numbers, pairs);
        const taken = [...found.values()].some(({ opening }) => opening === total.spec.name);
        if (how === null || taken || isBound(total.spec.name, how.opening)) continue;
        const range = numberRange(
          heldNumbers(
            (findColumn(whole, total.spec.name) as NumberColumn).values,
            total.spec.minCategoryCount,
            holders,
          ),
          total.spec,
          total.spec.decimals,
        );
        if (range === null) continue;
        const linked = how.opening !== undefined && (by === undefined || !staysWithRow(by));
        const flow = how.opening === undefined ? undefined : flowOf(total.spec.name, how.opening);
        // totals would wander off
        if (how.opening !== undefined && (flow === undefined || !linked)) continue;
        found.set(total.spec.name, {
          total: total.spec.name,
          key: keyed.key,
          ...how,
          ...(by !== undefined && { by }),
          ...(linked && { linked: true as const }),
          ...(flow !== undefined && { flow }),
          ...(backwards && { descending: true as const }),
          ...(keyed.key !== null && standTogether(keyed.coded) && { together: true as const }),
          decimals: total.spec.decimals!,
          min: range.min,
          max: range.max,
        });
      }
    }
  return [...found.values()];
}

function mayBeTotal({ sdtype, decimals, min, max, minCategoryCount }: ColumnSpec): boolean {
  return (
    sdtype === "numerical" &&
    decimals !== null &&
    decimals <= 9 &&
    min === null &&
    max === null &&
    minCategoryCount > 0
  );
}

/** The whole table, and columns that may have a total each, of the fewest values first. */
function keysOf(table: Table, specs: readonly ColumnSpec[]): Keyed[] {
  const whole: Keyed = { key: null, coded: { codes: new Int32Array(table.rows), distinct: 1 } };
  const keys = specs.flatMap(({ name, role, sdtype }): Keyed[] => {
    const column = findColumn(table, name);
    if (column === undefined || role === "drop" || sdtype === "datetime" || sdtype === "numerical") return [];
    const coded = codesOf(column);
    return coded.distinct >= 2 && coded.distinct * minRowsPerKey <= table.rows ? [{ key: name, coded }] : [];
  });
  return [whole, ...keys.sort((a, b) => a.coded.distinct - b.coded.distinct).slice(0, maxKeys)];
}

function pairsOf({ codes, distinct }: Coded, backwards: boolean): Pairs {
  const last = new Int32Array(distinct).fill(-1);
  const earlier = new Int32Array(codes.length);
  const later = new Int32Array(codes.length);
  const first = new Int32Array(distinct);
  let [pairs, keys] = [0, 0];
  for (let at = 0; at < codes.length; at++) {
    const row = backwards ? codes.length - 1 - at : at;
    const key = codes[row]!;
    if (key < 0) continue;
    if (last[key]! < 0) first[keys++] = row;
    else {
      earlier[pairs] = last[key]!;
      later[pairs++] = row;
    }
    last[key] = row;
  }
  return {
    earlier: earlier.subarray(0, pairs),
    later: later.subarray(0, pairs),
    first: first.subarray(0, keys),
  };
}

/** The rows of each key in the order of the file and in the reverse order. The one in which a date never goes back is tried first. */
function waysThrough(table: Table, specs: readonly ColumnSpec[], coded: Coded) {
  const ways = [false, true].map((backwards) => {
    const pairs = pairsOf(coded, backwards);
    return { pairs, backwards, by: dateOf(table, specs, pairs) };
  });
  return ways
    .filter(({ pairs }) => pairs.earlier.length >= minMoves)
    .sort((a, b) => Number(b.by !== undefined) - Number(a.by !== undefined));
}

function moves(values: Float64Array, { earlier, later }: Pairs): boolean {
  let moved = 0;
  for (let i = 0; i < earlier.length; i++) {
    const step = values[later[i]!]! - values[earlier[i]!]!;
    if (!Number.isNaN(step) && step !== 0 && ++moved >= minMoves) return true;
  }
  return false;
}

/** Whether what is expected of each later row is there; pairs with a missing one say nothing. */
function holds(
  { earlier, later }: Pairs,
  unit: number,
  off: (earlier: number, later: number) => number,
): boolean {
  const most = maxOff * earlier.length;
  let [wrong, met] = [0, 0];
  for (let i = 0; i < earlier.length; i++) {
    const difference = off(earlier[i]!, later[i]!);
    if (Number.isNaN(difference)) continue;
    met++;
    if (Math.abs(difference) > unit / 100 && ++wrong > Math.min(most, fewOff + maxOff * i)) return false;
  }
  return met >= minMoves;
}

type How = Pick<RunningPlan, "terms" | "opening" | "fromZero">;

/** Another column repeats the total of the row before, and is not the total itself. */
function openingOf(total: Numbers, numbers: readonly Numbers[], pairs: Pairs): How | null {
  const unit = 10 ** -total.spec.decimals!;
  const found = numbers.find(
    ({ spec, values }) =>
      spec.name !== total.spec.name &&
      spec.sdtype === "numerical" &&
      spec.decimals !== null &&
      spec.decimals <= total.spec.decimals! &&
      spec.min === null &&
      spec.max === null &&
      holds(pairs, unit, (earlier, later) => values[later]! - total.values[earlier]!),
  );
  return found === undefined ? null : { terms: [], opening: found.spec.name };
}

function termsOf(total: Numbers, numbers: readonly Numbers[], pairs: Pairs): How | null {
  const unit = 10 ** -total.spec.decimals!;
  const others = numbers.filter(({ spec }) => spec.name !== total.spec.name);
  const step = (earlier: number, later: number) => total.values[later]! - total.values[earlier]!;
  const tried = (terms: readonly (readonly [Numbers, 1 | -1])[]): How | null => {
    const added = (row: number) =>
      terms.reduce((sum, [{ values }, sign]) => sum + sign * (values[row]! || 0), 0);
    if (!holds(pairs, unit, (earlier, later) => step(earlier, later) - added(later))) return null;
    const fromZero = pairs.first.every((row) => Math.abs(total.values[row]! - added(row)) < unit / 100);
    return {
      terms: terms.map(([{ spec }, sign]) => ({ column: spec.name, sign })),
      ...(fromZero && { fromZero: true as const }),
    };
  };
  for (const one of others)
    for (const sign of [1, -1] as const) {
      const how = tried([[one, sign]]);
      if (how !== null) return how;
    }
  const paired = others.slice(0, maxPaired);
  for (const [i, one] of paired.entries())
    for (const other of paired.slice(i + 1))
      for (const [a, b] of [
        [1, -1],
        [-1, 1],
        [1, 1],
        [-1, -1],
      ] as const) {
        const how = tried([
          [one, a],
          [other, b],
        ]);
        if (how !== null) return how;
      }
  return null;
}

/** The first date that does not go back from a row of a key to the next. */
function dateOf(table: Table, specs: readonly ColumnSpec[], { earlier, later }: Pairs): string | undefined {
  return specs.find(({ name, sdtype, role }) => {
    const column = findColumn(table, name);
    if (column?.kind !== "datetime" || sdtype !== "datetime" || role === "drop") return false;
    let [on, back] = [0, 0];
    for (let i = 0; i < earlier.length; i++) {
      const step = column.values[later[i]!]! - column.values[earlier[i]!]!;
      if (step > 0) on++;
      else if (step < 0) back++;
    }
    return on >= minMoves && back <= maxOff * (on + back);
  })?.name;
}

/** How far the numbers of a column lie apart; undefined where it holds none. */
export function spanOf(table: Table, name: string): number | undefined {
  const column = findColumn(table, name);
  if (column?.kind !== "number") return undefined;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of column.values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high > low ? high - low : undefined;
}
