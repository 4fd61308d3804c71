import { z } from "zod";
import { covers } from "../../../jsonc/covers.ts";
import type { TextSlot } from "../../../table/split/textForms.ts";
import { categoryKind } from "../category.ts";
import type { CategoryPlan } from "../categoryPlan.ts";
import type { ColumnKind, PlanBase } from "../columnKind.ts";
import { type ConstantPlan, constantKind } from "../constant.ts";
import { type DatetimePlan, datetimeKind } from "../datetime.ts";
import { type NumberPlan, numberKind } from "../number.ts";
import { planName } from "../planFields.ts";

/** What a part may be: plans of other kinds, under the name of the part's own model column. */
export type PartPlan = CategoryPlan | ConstantPlan | DatetimePlan | NumberPlan;

/**
 * Text of several parts (`POINT (-73.98 40.7)`, `>100`, `12 kg`): a model column says which form a row has, and one for each part
 * what stands there. A part that repeats another column is taken from it.
 */
export interface PartsPlan {
  readonly kind: "parts";
  readonly name: string;
  /** Words are parts, not fixed texts. */
  readonly words: boolean;
  /** Numbers of `forms` as categories; missing where the cell is. */
  readonly form: CategoryPlan | ConstantPlan;
  readonly forms: readonly {
    /** One more than slots. */
    readonly fixed: readonly string[];
    readonly slots: readonly (TextSlot & { readonly part: number })[];
  }[];
  readonly parts: readonly ({ readonly plan: PartPlan } | { readonly copyOf: string })[];
}

const partKinds = {
  category: categoryKind,
  constant: constantKind,
  datetime: datetimeKind,
  number: numberKind,
} as const;

/** The kind of a part's plan. */
export function partKindOf(plan: PartPlan): ColumnKind<PlanBase> {
  return partKinds[plan.kind] as ColumnKind<PlanBase>;
}

export function isPartPlan(plan: PlanBase): plan is PartPlan {
  return Object.hasOwn(partKinds, plan.kind);
}

/** The plans of the parts, that of the form first. */
export function ownPlans({ form, parts }: PartsPlan): PartPlan[] {
  return [form, ...parts.flatMap((part) => ("plan" in part ? [part.plan] : []))];
}

/** Names of the columns that parts repeat. */
export function copiedColumns({ parts }: PartsPlan): string[] {
  return [...new Set(parts.flatMap((part) => ("copyOf" in part ? [part.copyOf] : [])))];
}

const text = z.string().max(1000);

export const partsSchema = covers<PartsPlan>()(
  z
    .strictObject({
      kind: z.literal("parts"),
      name: planName,
      words: z.boolean(),
      form: z.union([categoryKind.schema, constantKind.schema]),
      forms: z
        .array(
          z
            .strictObject({
              fixed: z.array(text).min(1).max(20).readonly(),
              slots: z
                .array(
                  z.strictObject({
                    kind: z.enum(["number", "date", "word"]),
                    decimals: z.int().min(0).max(15),
                    fixed: z.boolean(),
                    width: z.int().min(0).max(20),
                    thousands: z.boolean(),
                    pattern: z.string().max(40).nullable(),
                    part: z.int().min(0),
                  }),
                )
                .max(19)
                .readonly(),
            })
            .readonly(),
        )
        .min(1)
        .max(100)
        .readonly(),
      parts: z
        .array(
          z.union([
            z.strictObject({
              plan: z.union([
                categoryKind.schema,
                constantKind.schema,
                datetimeKind.schema,
                numberKind.schema,
              ]),
            }),
            z.strictObject({ copyOf: planName }),
          ]),
        )
        .max(500)
        .readonly(),
    })
    .refine(
      ({ forms, parts }) =>
        forms.every(
          ({ fixed, slots }) =>
            fixed.length === slots.length + 1 && slots.every((slot) => slot.part < parts.length),
        ),
      { error: "its forms do not fit its parts" },
    ),
);
