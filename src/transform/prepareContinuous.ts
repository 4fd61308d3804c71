import type { ColumnSpec } from "../config/columnSpec.ts";
import type { Random } from "../numerics/random.ts";
import { findGrid, toTicks } from "./datetimeGrid.ts";
import { prepareDiscrete } from "./prepareDiscrete.ts";
import type { PreparedColumn } from "./preparedColumn.ts";
import { findStep, roundToGrid } from "./prepareNumber.ts";
import { type ColumnRange, datetimeRange, fillMissing, numberRange, protectValues } from "./protectValues.ts";
import type { DatetimePlan, NumberPlan } from "./restorePlan.ts";
import { spellingOf } from "./spelling.ts";
import { modelRange, placeReader, placeSpikes, type Spike } from "./spikes.ts";

export function prepareNumerical(
  values: Float64Array,
  spec: ColumnSpec,
  random: Random,
  rareOutput: "redraw" | "label",
): PreparedColumn {
  const { decimals } = spec;
  const range = numberRange(values, spec, decimals);
  if (range === null) return tooFewValues(spec, "number");
  if (!(range.min < range.max) && range.spikes.length === 0)
    return nearConstant(values, range, spec, random, rareOutput, "number");
  const step = findStep(withoutSpikes(values, range), decimals);
  const { min, max } = range;
  const grid = { decimals, step, min, max };
  const round = (v: number) => (decimals === null ? v : roundToGrid(v, grid));
  const spikes = placeSpikes(range.spikes, range, (v) =>
    decimals === null ? v : Number(v.toFixed(decimals)),
  );
  const shown = protectValues(values, range, { round, placeOf: placeReader(spikes) });
  const never = spec.missing === "never";
  const seen = never ? fillMissing(shown, random) : shown;
  const missing = !never && seen.some(Number.isNaN);
  const plan = {
    kind: "number",
    name: spec.name,
    ...grid,
    ...spikesOf(spikes),
    fill: missing ? null : middle(range),
    ...spellingOf(spec),
  } satisfies NumberPlan;
  return {
    plan,
    model: {
      column: { kind: "number", name: spec.name, values: seen },
      meta: { kind: "continuous", name: spec.name, decimals, ...modelRange(plan), missing },
    },
  };
}

export function prepareDatetime(
  values: Float64Array,
  spec: ColumnSpec,
  random: Random,
  rareOutput: "redraw" | "label",
): PreparedColumn {
  const rough = datetimeRange(values, spec, { unit: 1, origin: 0 });
  if (rough === null) return tooFewValues(spec, "datetime");
  const grid = findGrid(withoutSpikes(values, rough));
  const range = datetimeRange(values, spec, grid)!;
  if (!(range.min < range.max) && range.spikes.length === 0)
    return nearConstant(values, range, spec, random, rareOutput, "datetime");
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
  const seen = never ? fillMissing(shown, random) : shown;
  const missing = !never && seen.some(Number.isNaN);
  const plan = {
    kind: "datetime",
    name: spec.name,
    unit: grid.unit,
    origin: grid.origin,
    ...ticks,
    ...spikesOf(spikes),
    fill: missing ? null : Math.round(middle(ticks)),
    dateFormat: spec.format.dateFormat,
  } satisfies DatetimePlan;
  return {
    plan,
    model: {
      column: { kind: "number", name: spec.name, values: seen },
      meta: { kind: "continuous", name: spec.name, decimals: 0, ...modelRange(plan), missing },
    },
  };
}

function tooFewValues(spec: ColumnSpec, output: "number" | "datetime"): PreparedColumn {
  const reason = `fewer than ${spec.minCategoryCount} rows have a value`;
  const warning = `column ${spec.name}: ${reason}, so that none is emitted (minCategoryCount)`;
  if (spec.missing === "never") return { plan: null, dropped: reason, warning };
  return { plan: { kind: "missing", name: spec.name, output }, warning };
}

function withoutSpikes(values: Float64Array, { spikes }: ColumnRange): Float64Array {
  return spikes.length === 0 ? values : values.filter((v) => !spikes.includes(v));
}

function spikesOf(spikes: readonly Spike[]): { spikes?: readonly Spike[] } {
  return spikes.length === 0 ? {} : { spikes };
}

/** A number or datetime column whose range is one value: constant, or present/missing as a category of one. */
function nearConstant(
  values: Float64Array,
  range: ColumnRange,
  spec: ColumnSpec,
  random: Random,
  rareOutput: "redraw" | "label",
  kind: "number" | "datetime",
): PreparedColumn {
  const warning = range.varied
    ? `column ${spec.name}: all but a few rows (fewer than ${spec.minCategoryCount} on a side) have the same value; it is emitted as a constant`
    : undefined;
  const value = range.min;
  if (!values.some(Number.isNaN) || spec.missing === "never")
    return { plan: { kind: "constant", name: spec.name, output: kind, value }, warning };
  const flat = values.map((v) => (Number.isNaN(v) ? v : value));
  return {
    ...prepareDiscrete(
      { kind, name: spec.name, values: flat },
      { ...spec, minCategoryCount: 1 },
      random,
      rareOutput,
    ),
    warning,
  };
}

function middle(range: { readonly min: number; readonly max: number }): number {
  return range.min + (range.max - range.min) / 2;
}
