import { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { covers } from "../../jsonc/covers.ts";
import type { Random } from "../../numerics/random.ts";
import { heldNumbers } from "../../table/protection/heldNumbers.ts";
import type { Holders } from "../../table/protection/holders.ts";
import { type Column, type DatetimeColumn, findColumn, type Table } from "../../table/table.ts";
import type { ColumnKind, PreparedColumn, UserCondition } from "../columns/columnKind.ts";
import { cellNumbers, modelNumbers, numericColumn, presenceCondition } from "../columns/continuous.ts";
import { isDatetimePlan } from "../columns/datetime.ts";
import {
  continuousProblem,
  isOrdered,
  notOrdered,
  planDateFormat,
  planFill,
  planName,
  planTime,
  planUnit,
  rangeFields,
} from "../columns/planFields.ts";
import { findGrid } from "../datetimeGrid.ts";
import { ModelError } from "../modelTable.ts";
import { datetimeRange, fillMissing, numberRange, protectValues } from "../protectValues.ts";
import { readDatetime } from "../spelling.ts";
import { modelRange, placeReader, placeSpikes, type SpikedRange, spikeReader } from "../spikes.ts";
import type { ColumnRule, Follower } from "./columnRule.ts";

/** Share of the rows in which one datetime must follow the other, and rows needed to say so. */
const always = 0.999;
const minRows = 50;
/** The middle 98 % of the differences must lie within this share of the range of the dates themselves. */
const closeness = 0.2;
const anyTime = { unit: 1, origin: 0 };

/**
 * Fitted as the time since the datetime column `since`, in `unit` milliseconds. The range is in ticks of
 * `unit`; a spike is an instant of the column itself.
 */
export interface ElapsedPlan extends SpikedRange {
  readonly kind: "elapsed";
  readonly name: string;
  readonly since: string;
  readonly unit: number;
  readonly fill: number | null;
  /** Range of the column itself, epoch ms. */
  readonly earliest: number;
  readonly latest: number;
  readonly dateFormat: string | null;
}

export const elapsedRule: ColumnRule = {
  detect: ({ table, specs }) =>
    new Map([...findElapsed(table, specs)].map(([name, since]) => [name, followerOf(since)])),
};

function followerOf(anchor: DatetimeColumn): Follower {
  return {
    from: [anchor.name],
    prepare(column, spec, { plans, random, holders }) {
      if (column.kind !== "datetime" || !isDatetimePlan(plans.get(anchor.name))) return null;
      return prepareElapsed(column, anchor, spec, { random, holders });
    },
  };
}

export const elapsedKind: ColumnKind<ElapsedPlan> = {
  schema: covers<ElapsedPlan>()(
    z
      .strictObject({
        kind: z.literal("elapsed"),
        name: planName,
        since: planName,
        unit: planUnit,
        ...rangeFields,
        fill: planFill,
        earliest: planTime,
        latest: planTime,
        dateFormat: planDateFormat,
      })
      .refine((plan) => isOrdered(plan) && plan.earliest <= plan.latest, notOrdered),
  ),
  problem: ({ since }, { column, plans }) =>
    isDatetimePlan(plans.get(since)) ? continuousProblem(column) : `follows ${since}, which is no date`,
  after: ({ since }) => [since],
  restore: (plan, { batch, restored }) => {
    const since = restored.get(plan.since);
    if (since?.kind !== "datetime") throw new Error(`the model made no datetime column ${plan.since}`);
    return restoreElapsed(plan, modelNumbers(plan.name, batch), since.values);
  },
  condition(plan, condition) {
    if (condition.op === "missing" || condition.op === "present") return presenceCondition(plan, condition);
    checkReach(plan, condition);
    return plan.fill === null ? [{ column: plan.name, op: "present" }] : [];
  },
  checksRows: (_plan, { op }) => op === "in" || op === "range",
  toModel(plan, { model, column, table, plans }) {
    const anchor = findColumn(table, plan.since);
    const anchorPlan = plans.get(plan.since);
    if (column === undefined || anchor === undefined || !isDatetimePlan(anchorPlan))
      return numericColumn(model.name, table.rows);
    const { dateFormat } = anchorPlan;
    const read = cellNumbers(column, (text) => readDatetime(text, plan.dateFormat));
    const since = cellNumbers(anchor, (text) => readDatetime(text, dateFormat));
    const placeOf = placeReader(plan.spikes ?? []);
    return numericColumn(model.name, table.rows, (row) => {
      const to = read(row);
      const ticks = Math.round((to - since(row)) / plan.unit);
      return placeOf(to) ?? Math.min(Math.max(ticks, plan.min), plan.max);
    });
  },
};

/** @throws ModelError when no date of the column can meet the condition; rows are checked for the others */
function checkReach(
  { name, earliest, latest, spikes = [], dateFormat }: ElapsedPlan,
  condition: Extract<UserCondition, { op: "in" | "range" }>,
): void {
  const read = (value: string | number) =>
    typeof value === "number" ? value : readDatetime(value, dateFormat);
  const isReached = (min: number, max: number) =>
    (min <= latest && max >= earliest) || spikes.some(({ value }) => value >= min && value <= max);
  const ranges =
    condition.op === "in"
      ? condition.values.map((value) => [read(value), read(value)] as const)
      : [
          [
            read(condition.min ?? Number.NEGATIVE_INFINITY),
            read(condition.max ?? Number.POSITIVE_INFINITY),
          ] as const,
        ];
  if (ranges.some(([min, max]) => isReached(min, max))) return;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace("T00:00:00", "");
  throw new ModelError(`column ${name} lies between ${day(earliest)} and ${day(latest)}`);
}

/**
 * Datetimes that follow another one closely (dropoff after pickup, discharge after admission): name → the column they follow,
 * which itself follows none. Learning the difference keeps the order and the durations, which two absolute dates lose.
 */
function findElapsed(table: Table, specs: readonly ColumnSpec[]): Map<string, DatetimeColumn> {
  const dates = specs.flatMap((spec) => {
    const column =
      spec.sdtype === "datetime" && spec.role !== "drop" && spec.role !== "id"
        ? findColumn(table, spec.name)
        : undefined;
    return column?.kind === "datetime" ? [{ ...column, spikes: sentinelsOf(column, spec) }] : [];
  });
  const found = new Map<string, DatetimeColumn>();
  for (const [i, column] of dates.entries()) {
    const anchor = dates.find((other, j) => j < i && !found.has(other.name) && follows(column, other));
    if (anchor) found.set(column.name, anchor);
  }
  return found;
}

/** Dates such as 9999-12-31 that stand for something else: they follow nothing. */
function sentinelsOf(column: DatetimeColumn, spec: ColumnSpec): readonly number[] {
  return datetimeRange(column.values, spec, anyTime)?.spikes ?? [];
}

interface DatetimeWithSpikes extends DatetimeColumn {
  readonly spikes: readonly number[];
}

/** Always on the same side of `anchor`, close to it, and missing wherever that is; its own sentinels aside. */
function follows(column: DatetimeWithSpikes, anchor: DatetimeColumn): boolean {
  const differences: number[] = [];
  let after = 0;
  let before = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < column.values.length; i++) {
    const [from, to] = [anchor.values[i]!, column.values[i]!];
    if (Number.isNaN(from) && !Number.isNaN(to)) return false;
    if (Number.isNaN(to) || column.spikes.includes(to)) continue;
    differences.push(to - from);
    if (to >= from) after++;
    if (to <= from) before++;
    if (from < first) first = from;
    if (from > last) last = from;
  }
  const n = differences.length;
  if (n < minRows || Math.max(after, before) < always * n) return false;
  const sorted = Float64Array.from(differences).sort();
  const middle = sorted[Math.floor(0.99 * (n - 1))]! - sorted[Math.floor(0.01 * (n - 1))]!;
  return middle > 0 && middle <= closeness * (last - first);
}

/** Null when the difference is constant: then the column is prepared like any other. */
function prepareElapsed(
  column: DatetimeColumn,
  anchor: DatetimeColumn,
  spec: ColumnSpec,
  { random, holders }: { readonly random: Random; readonly holders: Holders | undefined },
): PreparedColumn<ElapsedPlan> | null {
  const { minCategoryCount: k } = spec;
  const absolute = datetimeRange(heldNumbers(column.values, k, holders), spec, anyTime);
  if (absolute === null) return null;
  const isSpike = (ms: number) => absolute.spikes.includes(ms);
  const differences = column.values.map((to, i) => (isSpike(to) ? Number.NaN : to - anchor.values[i]!));
  const grid = findGrid(differences);
  const unit = typeof grid.unit === "number" ? grid.unit : 1000;
  const ticks = heldNumbers(
    differences.map((ms) => Math.round(ms / unit)),
    k,
    holders,
  );
  const open = { min: null, max: null, minCategoryCount: k };
  const range = numberRange(ticks, open, 0);
  if (range === null || !(range.min < range.max)) return null;
  const [min, max] = [Math.ceil(range.min), Math.floor(range.max)];
  const beyond = (ms: number) =>
    ms > absolute.max ? max + (ms - absolute.max) / unit : min - (absolute.min - ms) / unit;
  const spikes = placeSpikes(absolute.spikes.map(beyond), { min, max }, Math.round).map(({ at }, i) => ({
    value: absolute.spikes[i]!,
    at,
  }));
  const placeOf = placeReader(spikes);
  const values = protectValues(ticks, { min, max, given: range.given }, { round: Math.round }).map(
    (value, i) => placeOf(column.values[i]!) ?? value,
  );
  const never = spec.missing === "never";
  const seen = never ? fillMissing(values, random) : values;
  const missing = !never && seen.some(Number.isNaN);
  const plan = {
    kind: "elapsed",
    name: column.name,
    since: anchor.name,
    unit,
    min,
    max,
    ...(spikes.length > 0 && { spikes }),
    fill: missing ? null : Math.round((min + max) / 2),
    earliest: absolute.min,
    latest: absolute.max,
    dateFormat: spec.format.dateFormat,
  } satisfies ElapsedPlan;
  return {
    plan,
    fitted: [
      {
        column: { kind: "number", name: column.name, values: seen },
        meta: { kind: "continuous", name: column.name, decimals: 0, ...modelRange(plan), missing },
      },
    ],
  };
}

/** Where the difference and the other column meet the range of this one, the range gives way to the order. */
function restoreElapsed(plan: ElapsedPlan, ticks: Float64Array, anchor: Float64Array): Column {
  const values = new Float64Array(ticks.length);
  const forward = plan.min >= 0;
  const backward = plan.max <= 0;
  const spikeOf = spikeReader(plan);
  for (let i = 0; i < values.length; i++) {
    const raw = Math.round(Number.isNaN(ticks[i]!) ? (plan.fill ?? Number.NaN) : ticks[i]!);
    const spike = spikeOf(raw);
    if (spike !== undefined) {
      values[i] = spike;
      continue;
    }
    const from = anchor[i]!;
    const to = from + Math.min(Math.max(raw, plan.min), plan.max) * plan.unit;
    const within = Math.min(Math.max(to, plan.earliest), plan.latest);
    values[i] = forward ? Math.max(within, from) : backward ? Math.min(within, from) : within;
  }
  return { kind: "datetime", name: plan.name, values };
}
