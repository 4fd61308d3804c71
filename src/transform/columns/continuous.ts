import type { ColumnSpec } from "../../config/columnSpec.ts";
import type { Condition } from "../../table/condition.ts";
import { type Column, findColumn, type Table } from "../../table/table.ts";
import { ModelError } from "../modelTable.ts";
import type { ColumnRange } from "../protectValues.ts";
import { type Spike, type SpikedRange, toModelBound, toModelValue } from "../spikes.ts";
import { prepareDiscrete } from "./category.ts";
import type { PlanBase, PrepareContext, PreparedColumn, UserCondition } from "./columnKind.ts";
import { constantPlan } from "./constant.ts";
import { missingPlan } from "./missing.ts";

/** Leaves out a column of which fewer rows than `minCategoryCount` have a value. */
export function tooFewValues(spec: ColumnSpec, output: "number" | "datetime"): PreparedColumn {
  const reason = `fewer than ${spec.minCategoryCount} rows have a value`;
  const warning = `column ${spec.name}: ${reason}, so that none is emitted (minCategoryCount)`;
  if (spec.missing === "never") return { plan: null, dropped: reason, warning };
  return { plan: missingPlan(spec.name, output), warning };
}

export function withoutSpikes(values: Float64Array, { spikes }: ColumnRange): Float64Array {
  return spikes.length === 0 ? values : values.filter((v) => !spikes.includes(v));
}

/** The spikes of a plan; nothing where there are none. */
export function spikesOf(spikes: readonly Spike[]): { spikes?: readonly Spike[] } {
  return spikes.length === 0 ? {} : { spikes };
}

/** A number or datetime column whose range is one value: constant, or present/missing as a category of one. */
export function nearConstant(
  values: Float64Array,
  range: ColumnRange,
  spec: ColumnSpec,
  context: PrepareContext & { readonly kind: "number" | "datetime" },
): PreparedColumn {
  const { kind } = context;
  const warning = range.varied
    ? `column ${spec.name}: all but a few rows (fewer than ${spec.minCategoryCount} on a side) have the same value; it is emitted as a constant`
    : undefined;
  const value = range.min;
  if (!values.some(Number.isNaN) || spec.missing === "never")
    return { plan: constantPlan(spec.name, kind, value), warning };
  const flat = values.map((v) => (Number.isNaN(v) ? v : value));
  return {
    ...prepareDiscrete({ kind, name: spec.name, values: flat }, { ...spec, minCategoryCount: 1 }, context),
    warning,
  };
}

export function middle(range: { readonly min: number; readonly max: number }): number {
  return range.min + (range.max - range.min) / 2;
}

/** Numbers of a model's column. @throws ModelError when the model made none */
export function modelNumbers(name: string, batch: Table): Float64Array {
  const column = findColumn(batch, name);
  if (column === undefined || column.kind === "string")
    throw new Error(`the model made no numeric column ${name}`);
  return column.values;
}

/** Reads the cells of a column as numbers; NaN where missing or unreadable. */
export function cellNumbers(column: Column, read: (text: string) => number): (row: number) => number {
  if (column.kind !== "string") return (row) => column.values[row]!;
  const dictionary = column.dictionary.map(read);
  return (row) => (column.codes[row]! < 0 ? Number.NaN : dictionary[column.codes[row]!]!);
}

/** A numeric column in a model's terms, row by row; missing throughout where the table lacks it. */
export function numericColumn(name: string, rows: number, read?: (row: number) => number): Column {
  const values = new Float64Array(rows).fill(Number.NaN);
  if (read !== undefined) for (let i = 0; i < rows; i++) values[i] = read(i);
  return { kind: "number", name, values };
}

/** A condition `missing` or `present`. @throws ModelError when the column is never missing */
export function presenceCondition(
  plan: PlanBase & { readonly fill: number | null },
  condition: Extract<UserCondition, { op: "missing" | "present" }>,
): Condition[] {
  if (plan.fill === null) return [condition];
  if (condition.op === "present") return [];
  throw new ModelError(`column ${plan.name} is never missing`);
}

export interface ContinuousTerms {
  /** Range and spikes in the model's terms. */
  readonly range: SpikedRange;
  /** In the model's terms. @throws ModelError when it cannot be read */
  read(value: string | number): number;
  /** To the column's grid. */
  down(value: number): number;
  up(value: number): number;
  /** A bound or value as a person gave it. */
  show(value: string | number): string;
  /** The clause that tells which values there are. */
  describe(): string;
}

/** A condition on numbers or dates in the model's terms. @throws ModelError when no value meets it */
export function continuousCondition(
  plan: PlanBase & { readonly fill: number | null },
  condition: UserCondition,
  terms: ContinuousTerms,
): Condition[] {
  if (condition.op === "missing" || condition.op === "present") return presenceCondition(plan, condition);
  const { range } = terms;
  const { min: lowest, max: highest, spikes = [] } = range;
  const isSpike = (v: number) => spikes.some((spike) => spike.value === v);
  if (condition.op === "in") {
    const values = condition.values.map((v) => terms.read(v));
    values.forEach((v, i) => {
      if ((v < lowest || v > highest) && !isSpike(v))
        throw new ModelError(
          `column ${plan.name} never is ${terms.show(condition.values[i]!)}: ${terms.describe()}`,
        );
    });
    return [{ column: plan.name, op: "in", values: values.map((v) => toModelValue(range, v)) }];
  }
  const from = condition.min === null ? null : terms.read(condition.min);
  const to = condition.max === null ? null : terms.read(condition.max);
  const min = from === null ? null : terms.up(from);
  const max = to === null ? null : terms.down(to);
  const inRange = Math.max(min ?? lowest, lowest) <= Math.min(max ?? highest, highest);
  if (!inRange && !spikes.some(({ value }) => value >= (from ?? value) && value <= (to ?? value)))
    throw new ModelError(`column ${plan.name} is never ${between(condition, terms)}: ${terms.describe()}`);
  const isInside = (v: number) => spikes.length === 0 || (v > lowest && v < highest);
  return [
    {
      column: plan.name,
      op: "range",
      min: from === null || isInside(from) ? min : toModelBound(range, from, "min"),
      max: to === null || isInside(to) ? max : toModelBound(range, to, "max"),
    },
  ];
}

function between(
  { min, max }: { readonly min: string | number | null; readonly max: string | number | null },
  { show }: ContinuousTerms,
): string {
  if (min === null) return `${show(max!)} or below`;
  if (max === null) return `${show(min)} or above`;
  return `between ${show(min)} and ${show(max)}`;
}
