import { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { covers } from "../../jsonc/covers.ts";
import { heldNumbers } from "../../table/protection/heldNumbers.ts";
import type { Column } from "../../table/table.ts";
import { findCalendar, fromTicks, inTicks, toTicks } from "../datetimeGrid.ts";
import { ModelError } from "../modelTable.ts";
import { gridBounds, roundToGrid } from "../numberGrid.ts";
import { datetimeRange, fillMissing, protectValues } from "../protectValues.ts";
import { readDatetime } from "../spelling.ts";
import {
  modelRange,
  placeReader,
  placeSpikes,
  type SpikedRange,
  spikeReader,
  toModelValue,
} from "../spikes.ts";
import type { ColumnKind, PlanBase, PrepareColumn, PrepareContext, PreparedColumn } from "./columnKind.ts";
import {
  cellNumbers,
  continuousCondition,
  middle,
  modelNumbers,
  nearConstant,
  numericColumn,
  spikesOf,
  tooFewValues,
  withoutSpikes,
} from "./continuous.ts";
import { asCategories } from "./number.ts";
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
} from "./planFields.ts";

/**
 * Fitted as continuous in ticks since `origin` (epoch ms): calendar months, or `unit` milliseconds each. The range is in
 * ticks.
 */
export interface DatetimePlan extends SpikedRange {
  readonly kind: "datetime";
  readonly name: string;
  readonly unit: number | "month";
  readonly origin: number;
  readonly weekdays?: readonly number[];
  readonly monthEnd?: true;
  readonly fill: number | null;
  /** As in `ColumnFormat`, to read conditions. */
  readonly dateFormat: string | null;
}

export function isDatetimePlan(plan: PlanBase | undefined): plan is DatetimePlan {
  return plan?.kind === "datetime";
}

export const datetimeKind: ColumnKind<DatetimePlan> = {
  schema: covers<DatetimePlan>()(
    z
      .strictObject({
        kind: z.literal("datetime"),
        name: planName,
        unit: z.union([planUnit, z.literal("month")]),
        origin: planTime,
        weekdays: z.array(z.int().min(0).max(6)).min(1).max(7).readonly().exactOptional(),
        monthEnd: z.literal(true).exactOptional(),
        ...rangeFields,
        fill: planFill,
        dateFormat: planDateFormat,
      })
      .refine(isOrdered, notOrdered),
  ),
  problem: (_plan, { column }) => continuousProblem(column),
  restore: (plan, { batch }) => restoreDatetimes(plan, modelNumbers(plan.name, batch)),
  condition: (plan, condition) =>
    continuousCondition(plan, condition, {
      range: inTicks(plan),
      read: (value) => ticksOf(plan, value),
      down: Math.floor,
      up: Math.ceil,
      show: showDatetime,
      describe: () => describeRange(plan),
    }),
  toModel(plan, { model, column, table }) {
    if (column === undefined) return numericColumn(model.name, table.rows);
    const read = cellNumbers(column, (text) => readDatetime(text, plan.dateFormat));
    const range = inTicks(plan);
    return numericColumn(model.name, table.rows, (row) => toModelValue(range, toTicks(plan, read(row))));
  },
  range: (plan) => ({ min: fromTicks(plan, plan.min), max: fromTicks(plan, plan.max) }),
  describeRange,
};

export const prepareDatetime: PrepareColumn = (column, spec, context) => {
  if (spec.sdtype !== "datetime") return null;
  if (column.kind === "string") return asCategories(column, spec, context);
  return prepareDatetimes(column.values, spec, context);
};

function prepareDatetimes(given: Float64Array, spec: ColumnSpec, context: PrepareContext): PreparedColumn {
  const values = heldNumbers(given, spec.minCategoryCount, context.holders);
  const rough = datetimeRange(values, spec, { unit: 1, origin: 0 });
  if (rough === null) return tooFewValues(spec, "datetime");
  const grid = findCalendar(withoutSpikes(values, rough));
  const range = datetimeRange(values, spec, grid)!;
  if (!(range.min < range.max) && range.spikes.length === 0)
    return nearConstant(values, range, spec, { ...context, kind: "datetime" });
  const [min, max] = [toTicks(grid, range.min), toTicks(grid, range.max)];
  const ticks = { min: range.given.min ? Math.ceil(min) : min, max: range.given.max ? Math.floor(max) : max };
  const spikes = placeSpikes(
    range.spikes.map((ms) => toTicks(grid, ms)),
    ticks,
    Math.round,
  ).map(({ at }, i) => ({ value: range.spikes[i]!, at }));
  const places = placeReader(spikes.map(({ value, at }) => ({ value: toTicks(grid, value), at })));
  const round = (v: number) => roundToGrid(v, { decimals: 0, step: 1, ...ticks });
  const shown = protectValues(
    values.map((ms) => toTicks(grid, ms)),
    { ...ticks, given: range.given },
    { round, placeOf: places },
  );
  const never = spec.missing === "never";
  const seen = never ? fillMissing(shown, context.random) : shown;
  const missing = !never && seen.some(Number.isNaN);
  const plan = {
    kind: "datetime",
    name: spec.name,
    ...grid,
    ...ticks,
    ...spikesOf(spikes),
    fill: missing ? null : Math.round(middle(ticks)),
    dateFormat: spec.format.dateFormat,
  } satisfies DatetimePlan;
  return {
    plan,
    fitted: [
      {
        column: { kind: "number", name: spec.name, values: seen },
        meta: { kind: "continuous", name: spec.name, decimals: 0, ...modelRange(plan), missing },
      },
    ],
  };
}

function restoreDatetimes(plan: DatetimePlan, ticks: Float64Array): Column {
  const values = new Float64Array(ticks.length);
  const fill = plan.fill === null ? Number.NaN : fromTicks(plan, plan.fill);
  const spikeOf = spikeReader(plan);
  const { low, high } = gridBounds({ decimals: 0, step: 1, min: plan.min, max: plan.max });
  for (let i = 0; i < values.length; i++) {
    const t = Math.round(ticks[i]!);
    values[i] = Number.isNaN(t) ? fill : (spikeOf(t) ?? fromTicks(plan, Math.min(Math.max(t, low), high)));
  }
  return { kind: "datetime", name: plan.name, values };
}

function ticksOf(plan: DatetimePlan, value: string | number): number {
  const ms = typeof value === "number" ? value : readDatetime(value, plan.dateFormat);
  if (!Number.isFinite(ms))
    throw new ModelError(
      `column ${plan.name} holds datetimes: cannot read ${value} (write it as in the file, or as 2024-05-31T10:30:00)`,
    );
  return toTicks(plan, ms);
}

/** A date as it was given; epoch ms as ISO 8601. */
function showDatetime(value: string | number): string {
  if (typeof value === "string") return value;
  return new Date(value).toISOString().slice(0, 19).replace("T00:00:00", "").replace("T", " ");
}

function describeRange(
  plan: DatetimePlan,
  {
    min = plan.min,
    max = plan.max,
  }: { readonly min?: number | undefined; readonly max?: number | undefined } = {},
): string {
  const bound = (ticks: number): string => showDatetime(fromTicks(plan, ticks));
  const spikes = (plan.spikes ?? []).map(({ value }) => showDatetime(value));
  const others = spikes.length === 0 ? "" : `, or are ${spikes.join(" or ")}`;
  return `its values lie between ${bound(min)} and ${bound(max)}${others}`;
}
