import { z } from "zod";
import type { ColumnBody } from "../../transform/modelTable.ts";
import { must } from "./savedJson.ts";

const body = z
  .strictObject({
    min: z.number(),
    max: z.number(),
    below: z.number().nullable(),
    above: z.number().nullable(),
  })
  .readonly();

const continuous = z
  .strictObject({
    kind: z.literal("continuous"),
    name: z.string(),
    decimals: z.int().min(0).max(15).nullable(),
    min: z.number(),
    max: z.number(),
    body: body.exactOptional(),
    missing: z.boolean(),
  })
  .readonly()
  .refine(({ min, max }) => min <= max, { error: "min exceeds max" })
  .refine((column) => column.body === undefined || holds(column, column.body), {
    error: "the range without spikes is not inside the range",
  });

type Range = Pick<ColumnBody, "min" | "max">;

function holds(range: Range, { min, max, below, above }: ColumnBody): boolean {
  return [range.min, below ?? min, min, max, above ?? max, range.max].every(
    (v, i, all) => i === 0 || v >= all[i - 1]!,
  );
}

const discrete = z
  .strictObject({
    kind: z.literal("discrete"),
    name: z.string(),
    categories: z.array(z.string()).readonly(),
    missing: z.boolean(),
    rare: z.string().exactOptional(),
  })
  .readonly()
  .check(
    must(({ categories, missing, rare }) => {
      if (categories.length === 0 && !missing) return "a column without categories";
      if (new Set(categories).size < categories.length) return "a category occurs twice";
      return rare !== undefined && !categories.includes(rare) ? "the rare category is none" : undefined;
    }),
  );

/** The columns of a fitted model: `ModelColumn`s of different names. */
export const savedColumns = z
  .array(z.discriminatedUnion("kind", [continuous, discrete]))
  .readonly()
  .check(
    must((columns) =>
      new Set(columns.map((c) => c.name)).size < columns.length ? "a column occurs twice" : undefined,
    ),
  );
