import { z } from "zod";
import { covers } from "../../jsonc/covers.ts";
import { durationFormSchema } from "../../table/affixSchema.ts";
import { type DurationForm, describeDuration, formatDuration } from "../../table/cells/durationForm.ts";
import type { ColumnKind, PlanBase, PrepareColumn } from "./columnKind.ts";
import { type NumberPlan, numberCondition, numberKind, prepareNumber } from "./number.ts";
import { planName } from "./planFields.ts";

/** Fitted as a number of seconds, in the order of their length; written as the file writes them (`25:10:00`, `PT1H`). */
export interface DurationPlan {
  readonly kind: "duration";
  readonly name: string;
  readonly form: DurationForm;
  readonly seconds: NumberPlan;
}

export const durationKind: ColumnKind<DurationPlan> = {
  schema: covers<DurationPlan>()(
    z.strictObject({
      kind: z.literal("duration"),
      name: planName,
      form: durationFormSchema,
      seconds: numberKind.schema,
    }),
  ),
  problem: (plan, source) => numberKind.problem?.(plan.seconds, source),
  restore: (plan, source) => numberKind.restore(plan.seconds, source),
  condition: (plan, condition) =>
    numberCondition(plan.seconds, condition, {
      what: `durations, written ${describeDuration(plan.form)}`,
      show: (value) => (typeof value === "number" ? text(plan, value) : value),
      describe: () => describeRange(plan),
    }),
  toModel: (plan, source) => numberKind.toModel!(plan.seconds, source),
  range: ({ seconds: { min, max } }) => ({ min, max }),
  describeRange,
};

export const prepareDuration: PrepareColumn = (column, spec, context) => {
  const form = spec.format.affix?.duration;
  if (spec.sdtype !== "numerical" || form === undefined) return null;
  const prepared = prepareNumber(column, spec, context);
  const seconds = prepared?.plan;
  if (prepared === null || !isNumberPlan(seconds)) return prepared;
  return { ...prepared, plan: { kind: "duration", name: spec.name, form, seconds } };
};

function isNumberPlan(plan: PlanBase | null | undefined): plan is NumberPlan {
  return plan?.kind === "number";
}

function text({ form, seconds }: DurationPlan, value: number): string {
  return formatDuration(value, form, seconds.decimals ?? 6, false);
}

function describeRange(
  plan: DurationPlan,
  range: { readonly min?: number | undefined; readonly max?: number | undefined } = {},
): string {
  const { min = plan.seconds.min, max = plan.seconds.max } = range;
  const spikes = (plan.seconds.spikes ?? []).map(({ value }) => text(plan, value));
  const others = spikes.length === 0 ? "" : `, or are ${spikes.join(" or ")}`;
  return `its values lie between ${text(plan, min)} and ${text(plan, max)}${others}`;
}
