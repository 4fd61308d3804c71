import { z } from "zod";
import { covers } from "../../jsonc/covers.ts";
import { areClockNumbers, clockOfMinutes, minutesOfClock } from "../../table/cells/clockNumber.ts";
import type { Column } from "../../table/table.ts";
import { ModelError } from "../modelTable.ts";
import type { ColumnKind, PrepareColumn, UserCondition } from "./columnKind.ts";
import { cellNumbers, numericColumn } from "./continuous.ts";
import { type NumberPlan, numberKind, prepareNumbers } from "./number.ts";
import { planName } from "./planFields.ts";

const fourDigits = /^\d{4}$/;

/** Times of day written as whole numbers (905 is 9:05): fitted as minutes since midnight. */
export interface ClockNumberPlan {
  readonly kind: "clockNumber";
  readonly name: string;
  readonly minutes: NumberPlan;
  /** Written with four digits (0905), as text. */
  readonly padded?: true;
}

export const clockNumberKind: ColumnKind<ClockNumberPlan> = {
  schema: covers<ClockNumberPlan>()(
    z.strictObject({
      kind: z.literal("clockNumber"),
      name: planName,
      minutes: numberKind.schema,
      padded: z.literal(true).exactOptional(),
    }),
  ),
  problem: (plan, source) => numberKind.problem?.(plan.minutes, source),
  restore(plan, source) {
    const { values } = numberKind.restore(plan.minutes, source) as { readonly values: Float64Array };
    const times = values.map(clockOfMinutes);
    return plan.padded === true
      ? paddedColumn(plan.name, times)
      : { kind: "number", name: plan.name, values: times };
  },
  condition: (plan, condition, source) =>
    numberKind.condition(plan.minutes, inMinutes(plan, condition), source),
  toModel(plan, source) {
    const { model, column, table } = source;
    if (column === undefined) return numericColumn(model.name, table.rows);
    const read = cellNumbers(column, Number);
    const values = Float64Array.from({ length: table.rows }, (_, row) => minutesOfClock(read(row)));
    return numberKind.toModel!(plan.minutes, {
      ...source,
      column: { kind: "number", name: plan.name, values },
    });
  },
  range: ({ minutes: { min, max } }) => ({ min: clockOfMinutes(min), max: clockOfMinutes(max) }),
  describeRange: ({ minutes }, { min = minutes.min, max = minutes.max } = {}) =>
    `its times lie between ${clockOfMinutes(min)} and ${clockOfMinutes(max)}`,
};

/** Takes whole numbers that are times of day; the bounds of the spec are such times too. */
export const prepareClockNumber: PrepareColumn = (column, spec, context) => {
  if (spec.sdtype !== "numerical" || (spec.decimals ?? 0) !== 0 || spec.format.affix !== undefined)
    return null;
  const times = timesOf(column);
  if (times === null || !areClockNumbers(times)) return null;
  const bound = (value: number | null) => (value === null ? null : minutesOfClock(value));
  const [min, max] = [bound(spec.min), bound(spec.max)];
  if (Number.isNaN(min) || Number.isNaN(max)) return null;
  const prepared = prepareNumbers(times.map(minutesOfClock), { ...spec, decimals: 0, min, max }, context);
  const minutes = prepared.plan;
  if (minutes?.kind !== "number") return null;
  return {
    ...prepared,
    plan: {
      kind: "clockNumber",
      name: spec.name,
      minutes: minutes as NumberPlan,
      ...(column.kind === "string" && { padded: true }),
    } satisfies ClockNumberPlan,
  };
};

/** The numbers of a column of numbers or of texts of four digits; null of any other. */
function timesOf(column: Column): Float64Array | null {
  if (column.kind === "number") return column.values;
  if (column.kind !== "string" || column.dictionary.some((text) => !fourDigits.test(text))) return null;
  const read = cellNumbers(column, Number);
  return Float64Array.from(column.codes, (_, row) => read(row));
}

function paddedColumn(name: string, times: Float64Array): Column {
  const known = [...new Set(times)].filter((time) => !Number.isNaN(time)).sort((a, b) => a - b);
  const index = new Map(known.map((time, code) => [time, code]));
  return {
    kind: "string",
    name,
    codes: Int32Array.from(times, (time) => index.get(time) ?? -1),
    dictionary: known.map((time) => String(time).padStart(4, "0")),
  };
}

/** @throws ModelError for a bound or value that is no time of day */
function inMinutes(plan: ClockNumberPlan, condition: UserCondition): UserCondition {
  const read = (value: string | number): number => {
    const minutes = minutesOfClock(typeof value === "number" ? value : Number(value.replace(":", "")));
    if (Number.isNaN(minutes))
      throw new ModelError(
        `column ${plan.name} holds times of day, written 905 for 9:05: cannot read ${value}`,
      );
    return minutes;
  };
  if (condition.op === "in") return { ...condition, values: condition.values.map(read) };
  if (condition.op !== "range") return condition;
  const { min, max } = condition;
  return { ...condition, min: min === null ? null : read(min), max: max === null ? null : read(max) };
}
