import { z } from "zod";
import { covers } from "../../jsonc/covers.ts";
import { type Column, columnLength } from "../../table/table.ts";
import { ModelError } from "../modelTable.ts";
import type { ColumnKind, PlanBase, PrepareColumn, UserCondition } from "./columnKind.ts";
import { numericColumn } from "./continuous.ts";
import { type NumberPlan, numberKind, prepareNumbers } from "./number.ts";
import { planName } from "./planFields.ts";

/** Whole numbers with more digits than a floating-point number holds: `base` + ticks · `unit`, the ticks fitted as a number. */
export interface LongNumberPlan {
  readonly kind: "longNumber";
  readonly name: string;
  /** Decimal digits. */
  readonly base: string;
  /** A power of ten: digits below it are drawn evenly, or 0 where all values have none. */
  readonly unit: string;
  readonly drawn: boolean;
  readonly ticks: NumberPlan;
}

const digits = z.string().regex(/^-?\d{1,61}$/);

export const longNumberKind: ColumnKind<LongNumberPlan> = {
  schema: covers<LongNumberPlan>()(
    z.strictObject({
      kind: z.literal("longNumber"),
      name: planName,
      base: digits,
      unit: z.string().regex(/^10{0,60}$/),
      drawn: z.boolean(),
      ticks: numberKind.schema,
    }),
  ),
  problem: (plan, source) => numberKind.problem?.(plan.ticks, source),
  restore(plan, source) {
    const ticks = numberKind.restore(plan.ticks, source) as { readonly values: Float64Array };
    const [base, unit] = [BigInt(plan.base), BigInt(plan.unit)];
    const { random, firstRow } = source;
    const texts = Array.from(ticks.values, (tick, i) => {
      if (Number.isNaN(tick)) return null;
      random.position = 2 * (firstRow + i);
      const rest = plan.drawn ? BigInt(Math.floor(random.uniform() * Number(unit))) : 0n;
      return String(base + BigInt(Math.round(tick)) * unit + rest);
    });
    const dictionary = [...new Set(texts.filter((text) => text !== null))];
    const index = new Map(dictionary.map((text, code) => [text, code]));
    return {
      kind: "string",
      name: plan.name,
      dictionary,
      codes: Int32Array.from(texts, (text) => (text === null ? -1 : index.get(text)!)),
    };
  },
  condition: (plan, condition, source) =>
    numberKind.condition(plan.ticks, conditionInTicks(plan, condition), source),
  toModel(plan, source) {
    const { model, column, table } = source;
    if (column === undefined) return numericColumn(model.name, table.rows);
    const values = ticksOf(column, plan);
    return numberKind.toModel!(plan.ticks, {
      ...source,
      column: { kind: "number", name: plan.name, values },
    });
  },
};

const wholeNumber = /^-?\d{1,60}$/;
const maxTicks = 2n ** 52n;

export const prepareLongNumber: PrepareColumn = (column, spec, context) => {
  if (spec.sdtype !== "numerical" || column.kind !== "string" || spec.format.affix !== undefined) return null;
  const used = new Set(column.codes);
  const texts = column.dictionary.filter((_, code) => used.has(code));
  if (!texts.some((text) => text.length > 15) || !texts.every((text) => wholeNumber.test(text))) return null;
  const { base, unit, drawn } = scaleOf(texts.map(BigInt));
  const terms = { base: String(base), unit: String(unit) };
  const bound = (value: number | null) =>
    value === null ? null : Number((BigInt(Math.round(value)) - base) / unit);
  const prepared = prepareNumbers(
    ticksOf(column, terms),
    { ...spec, decimals: 0, min: bound(spec.min), max: bound(spec.max) },
    context,
  );
  const ticks = prepared.plan;
  if (!isNumberPlan(ticks)) return null;
  return { ...prepared, plan: { kind: "longNumber", name: spec.name, ...terms, drawn, ticks } };
};

function isNumberPlan(plan: PlanBase | null): plan is NumberPlan {
  return plan?.kind === "number";
}

/** The base is rounded down to two digits, so that the plan does not tell the smallest value. */
function scaleOf(values: readonly bigint[]): { base: bigint; unit: bigint; drawn: boolean } {
  const min = values.reduce((a, b) => (b < a ? b : a));
  const max = values.reduce((a, b) => (b > a ? b : a));
  const round = 10n ** BigInt(Math.max(0, String(min < 0n ? -min : min).length - 2));
  const rest = ((min % round) + round) % round;
  const base = min - rest;
  let common = 1n;
  while (common < 10n ** 15n && values.every((v) => (v - base) % (common * 10n) === 0n)) common *= 10n;
  let unit = common;
  while ((max - base) / unit > maxTicks) unit *= 10n;
  return { base, unit, drawn: unit > common };
}

function ticksOf(
  column: Column,
  { base, unit }: { readonly base: string; readonly unit: string },
): Float64Array {
  const read = (value: bigint) => Number((value - BigInt(base)) / BigInt(unit));
  if (column.kind !== "string")
    return column.values.map((v) => (Number.isInteger(v) ? read(BigInt(v)) : Number.NaN));
  const known = column.dictionary.map((text) => (wholeNumber.test(text) ? read(BigInt(text)) : Number.NaN));
  return Float64Array.from({ length: columnLength(column) }, (_, i) => known[column.codes[i]!] ?? Number.NaN);
}

function conditionInTicks(plan: LongNumberPlan, condition: UserCondition): UserCondition {
  const read = (value: string | number): number => {
    const text = String(value).trim();
    const whole =
      typeof value === "number" ? BigInt(Math.round(value)) : wholeNumber.test(text) && BigInt(text);
    if (whole === false)
      throw new ModelError(`column ${plan.name} holds whole numbers: cannot read ${value}`);
    return Number((whole - BigInt(plan.base)) / BigInt(plan.unit));
  };
  if (condition.op === "in") return { ...condition, values: condition.values.map(read) };
  if (condition.op !== "range") return condition;
  const { min, max } = condition;
  return { ...condition, min: min === null ? null : read(min), max: max === null ? null : read(max) };
}
