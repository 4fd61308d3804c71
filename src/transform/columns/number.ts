import { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { covers } from "../../jsonc/covers.ts";
import { affixSchema } from "../../table/affixSchema.ts";
import type { Condition } from "../../table/condition.ts";
import type { ColumnFormat } from "../../table/format.ts";
import { heldNumbers } from "../../table/protection/heldNumbers.ts";
import type { Column } from "../../table/table.ts";
import { ModelError } from "../modelTable.ts";
import { findStep, gridBounds, type NumberGrid, roundToGrid } from "../numberGrid.ts";
import { fillMissing, numberRange, protectValues } from "../protectValues.ts";
import { readNumber, spellingOf } from "../spelling.ts";
import {
  modelRange,
  placeReader,
  placeSpikes,
  type SpikedRange,
  spikeReader,
  toModelValue,
} from "../spikes.ts";
import { prepareDiscrete } from "./category.ts";
import type {
  ColumnKind,
  PrepareColumn,
  PrepareContext,
  PreparedColumn,
  UserCondition,
} from "./columnKind.ts";
import {
  type ContinuousTerms,
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
import {
  continuousProblem,
  finite,
  isOrdered,
  notOrdered,
  planFill,
  planName,
  rangeFields,
} from "./planFields.ts";

/** Fitted as continuous. Output = a value of the grid, or a spike; unrounded when `decimals` is null. */
export interface NumberPlan extends SpikedRange, NumberGrid {
  readonly kind: "number";
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Stands in for a missing value where the output must have none; null where missing is allowed. */
  readonly fill: number | null;
  /** How its numbers are written, to read them from text; absent where plainly. */
  readonly spelling?: Pick<ColumnFormat, "affix" | "decimalPoint">;
}

/** The fields of a grid, beside its range. */
const stepFields = { decimals: z.int().min(0).max(15).nullable(), step: z.number().gt(0) };
export const gridFields = { ...stepFields, min: finite, max: finite };

export const numberSpelling = z.strictObject({
  affix: affixSchema.exactOptional(),
  decimalPoint: z.enum([".", ","]),
});

export const numberKind: ColumnKind<NumberPlan> = {
  schema: covers<NumberPlan>()(
    z
      .strictObject({
        kind: z.literal("number"),
        name: planName,
        ...stepFields,
        ...rangeFields,
        fill: planFill,
        spelling: numberSpelling.exactOptional(),
      })
      .refine(isOrdered, notOrdered),
  ),
  problem: (_plan, { column }) => continuousProblem(column),
  restore: (plan, { batch }) => ({
    kind: "number",
    name: plan.name,
    values: restoreNumbers(modelNumbers(plan.name, batch), plan),
  }),
  condition: (plan, condition) =>
    numberCondition(plan, condition, {
      what: "numbers",
      show: String,
      describe: () => describeRange(plan),
    }),
  toModel(plan, { model, column, table }) {
    if (column === undefined) return numericColumn(model.name, table.rows);
    const read = cellNumbers(column, (text) => readNumber(text, plan.spelling));
    return numericColumn(model.name, table.rows, (row) => toModelValue(plan, read(row)));
  },
  range: ({ min, max }) => ({ min, max }),
  describeRange,
};

export const prepareNumber: PrepareColumn = (column, spec, context) => {
  if (spec.sdtype !== "numerical") return null;
  const numbers = asNumbers(column, spec);
  return numbers === null ? asCategories(column, spec, context) : prepareNumbers(numbers, spec, context);
};

/** Prepares numbers (NaN = missing) under the name and bounds of a spec. */
export function prepareNumbers(
  given: Float64Array,
  spec: ColumnSpec,
  context: PrepareContext,
): PreparedColumn {
  const { decimals } = spec;
  const values = heldNumbers(given, spec.minCategoryCount, context.holders);
  const range = numberRange(values, spec, decimals);
  if (range === null) return tooFewValues(spec, "number");
  if (!(range.min < range.max) && range.spikes.length === 0)
    return nearConstant(values, range, spec, { ...context, kind: "number" });
  const step = findStep(withoutSpikes(values, range), decimals);
  const { min, max } = range;
  const grid = { decimals, step, min, max };
  const round = (v: number) => (decimals === null ? v : roundToGrid(v, grid));
  const spikes = placeSpikes(range.spikes, range, (v) =>
    decimals === null ? v : Number(v.toFixed(decimals)),
  );
  const shown = protectValues(values, range, { round, placeOf: placeReader(spikes) });
  const never = spec.missing === "never";
  const seen = never ? fillMissing(shown, context.random) : shown;
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
    fitted: [
      {
        column: { kind: "number", name: spec.name, values: seen },
        meta: { kind: "continuous", name: spec.name, decimals, ...modelRange(plan), missing },
      },
    ],
  };
}

/** A column declared continuous that holds other text: as categories, with a warning. */
export function asCategories(column: Column, spec: ColumnSpec, context: PrepareContext): PreparedColumn {
  const done = prepareDiscrete(column, { ...spec, sdtype: "categorical" }, context);
  const wanted = spec.sdtype === "numerical" ? "number" : "datetime";
  const why = `column ${spec.name} is declared ${spec.sdtype} but holds text that is not a ${wanted}: treated as categorical`;
  return { ...done, warning: done.warning === undefined ? why : `${why}; ${done.warning}` };
}

/** Numbers of a column, or null when it holds other text. */
function asNumbers(column: Column, spec: ColumnSpec): Float64Array | null {
  if (column.kind !== "string") return column.values;
  const read = column.dictionary.map((text) => readNumber(text, spellingOf(spec).spelling));
  const values = new Float64Array(column.codes.length);
  for (let i = 0; i < values.length; i++) {
    const code = column.codes[i]!;
    values[i] = code < 0 ? Number.NaN : read[code]!;
    if (code >= 0 && !Number.isFinite(values[i]!)) return null;
  }
  return values;
}

/** Rounds to the plan's grid and keeps it within the plan's range or on a spike. NaN stays NaN unless the plan fills it. */
function restoreNumbers(values: Float64Array, plan: NumberPlan): Float64Array {
  const out = new Float64Array(values.length);
  const fill = plan.fill ?? Number.NaN;
  const onGrid = gridRounder(plan);
  const spikeOf = spikeReader(plan);
  for (let i = 0; i < out.length; i++) {
    const v = values[i]!;
    out[i] = Number.isNaN(v) ? fill : (spikeOf(v) ?? onGrid(v));
  }
  return out;
}

/** A condition on numbers in the model's terms, said in the words of the column. @throws ModelError when no value meets it */
export function numberCondition(
  plan: NumberPlan,
  condition: UserCondition,
  { what, show, describe }: Pick<ContinuousTerms, "show" | "describe"> & { readonly what: string },
): Condition[] {
  return continuousCondition(plan, condition, {
    range: plan,
    read: (value) => numberOf(plan, value, what),
    ...conditionGrid(plan),
    show,
    describe,
  });
}

/** Rounds to the values of a grid, within its range. */
export function gridRounder(plan: NumberGrid): (value: number) => number {
  if (plan.decimals === null) return (v) => Math.min(Math.max(v, plan.min), plan.max);
  const scale = 10 ** plan.decimals;
  const { step } = plan;
  const { low, high } = gridBounds(plan);
  const perStep = scale / step;
  return (v) => (Math.min(Math.max(Math.round(v * perStep), low), high) * step) / scale + 0;
}

function conditionGrid(plan: NumberPlan): { down(value: number): number; up(value: number): number } {
  if (plan.decimals === null) return { down: (v) => v, up: (v) => v };
  const perStep = 10 ** plan.decimals / plan.step;
  const { low, high } = gridBounds(plan);
  const clamp = (k: number) => Math.min(Math.max(k, low - 1), high + 1) / perStep;
  return {
    down: (v) => clamp(Math.floor(v * perStep + 1e-7)),
    up: (v) => clamp(Math.ceil(v * perStep - 1e-7)),
  };
}

function numberOf(plan: NumberPlan, value: string | number, what: string): number {
  const read = typeof value === "number" ? value : readNumber(value, plan.spelling);
  if (!Number.isFinite(read)) throw new ModelError(`column ${plan.name} holds ${what}: cannot read ${value}`);
  return read;
}

function describeRange(
  plan: NumberPlan,
  {
    min = plan.min,
    max = plan.max,
  }: { readonly min?: number | undefined; readonly max?: number | undefined } = {},
): string {
  const bound = (value: number): string => String(Number(value.toPrecision(12)));
  const spikes = (plan.spikes ?? []).map(({ value }) => value);
  const others = spikes.length === 0 ? "" : `, or are ${spikes.join(" or ")}`;
  return `its values lie between ${bound(min)} and ${bound(max)}${others}`;
}
