import { z } from "zod";
import type { ColumnPlan } from "./restorePlan.ts";

const name = z.string();
const output = z.enum(["string", "number", "datetime"]);
const finite = z.number();
const fill = finite.nullable();
const dateFormat = z.string().max(200).nullable();
/** Epoch ms that a Date can hold. */
const time = z.number().min(-8.64e15).max(8.64e15);
const positive = z.number().gt(0);
/** Beyond any unit a grid has: ten thousand years of milliseconds. */
const unit = positive.max(3.2e14);
const decimals = z.int().min(0).max(15);

const rangeError = { error: "min exceeds max" };

/** What the plan of each kind of column may say in a model file. */
export const planSchemas: {
  readonly [K in ColumnPlan["kind"]]: z.ZodType<Extract<ColumnPlan, { kind: K }>>;
} = {
  number: z
    .strictObject({
      kind: z.literal("number"),
      name,
      decimals: decimals.nullable(),
      step: positive,
      min: finite,
      max: finite,
      fill,
      spelling: z
        .strictObject({
          affix: z
            .strictObject({
              prefix: z.string(),
              suffix: z.string(),
              thousands: z.string(),
              signFirst: z.boolean(),
            })
            .exactOptional(),
          decimalPoint: z.enum([".", ","]),
        })
        .exactOptional(),
    })
    .refine(isOrdered, rangeError),
  datetime: z
    .strictObject({
      kind: z.literal("datetime"),
      name,
      unit: z.union([unit, z.literal("month")]),
      origin: time,
      min: finite,
      max: finite,
      fill,
      dateFormat,
    })
    .refine(isOrdered, rangeError),
  elapsed: z
    .strictObject({
      kind: z.literal("elapsed"),
      name,
      since: name,
      unit,
      min: finite,
      max: finite,
      fill,
      earliest: time,
      latest: time,
      dateFormat,
    })
    .refine((plan) => isOrdered(plan) && plan.earliest <= plan.latest, rangeError),
  category: z
    .strictObject({
      kind: z.literal("category"),
      name,
      output,
      categories: z.array(z.string()),
      values: z.array(finite).nullable(),
      counts: z.array(finite.min(0)),
      rare: z.string().nullable(),
      rareOutput: z.enum(["redraw", "label"]),
      missing: z.boolean(),
    })
    .refine(
      ({ categories, values, counts, output: kind }) =>
        counts.length === categories.length &&
        (kind === "string" ? values === null : values?.length === categories.length) &&
        new Set(categories).size === categories.length,
      { error: "the lists of categories do not fit" },
    ),
  determined: z
    .strictObject({
      kind: z.literal("determined"),
      name,
      by: name,
      output,
      values: z.array(z.union([z.string(), finite]).nullable()),
    })
    .refine(
      ({ output: kind, values }) =>
        values.every((v) => v === null || (typeof v === "string") === (kind === "string")),
      { error: "values of another kind" },
    ),
  counted: z.strictObject({ kind: z.literal("counted"), name, output, start: finite, step: finite }),
  pattern: z.strictObject({
    kind: z.literal("pattern"),
    name,
    output: z.enum(["string", "number"]),
    pattern: z.string().max(10_000),
    first: z.int().min(0),
    size: z
      .number()
      .min(1)
      .max(2 ** 53),
    unique: z.boolean(),
    missingShare: z.number().min(0).max(1),
  }),
  constant: z.strictObject({
    kind: z.literal("constant"),
    name,
    output,
    value: z.union([z.string(), finite]),
  }),
  missing: z.strictObject({ kind: z.literal("missing"), name, output }),
};

function isOrdered({ min, max }: { readonly min: number; readonly max: number }): boolean {
  return min <= max;
}
