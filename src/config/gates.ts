import "./jitless.ts";
import { z } from "zod";
import { type MetricKey, metricKeys, metricSentence, metricTable } from "../metrics/metricTable.ts";

const gateSchema = z
  .strictObject({
    min: z.number().optional().meta({ description: "Fails below this value." }),
    max: z.number().optional().meta({ description: "Fails above this value." }),
    relativeToCeiling: z.boolean().default(false).meta({
      description:
        'Compare value ÷ ceiling, where the ceiling is the same metric of the holdout against the training rows: `{ "min": 0.98, "relativeToCeiling": true }` asks for 98 % of the best reachable value.',
    }),
  })
  .check((context) => {
    const { min, max } = context.value;
    if (min === undefined && max === undefined)
      context.issues.push({
        code: "custom",
        input: context.value,
        path: [],
        message: "needs a min or a max",
      });
    else if (min !== undefined && max !== undefined && min > max)
      context.issues.push({
        code: "custom",
        input: min,
        path: ["min"],
        message: `must not exceed max (${max})`,
      });
  });

export type Gate = z.output<typeof gateSchema>;

/**
 * Bounds by metric. A gate compares the value with `min` and `max` (both inclusive); with `relativeToCeiling` it compares
 * value ÷ ceiling, where 0 ÷ 0 counts as 1. A gate whose value is null (skipped or impossible) fails.
 */
export const gatesSchema = z
  .strictObject(
    Object.fromEntries(
      metricKeys.map((key) => [
        key,
        gateSchema.optional().meta({ description: metricSentence(metricTable[key]) }),
      ]),
    ) as Record<MetricKey, z.ZodOptional<typeof gateSchema>>,
  )
  .meta({
    description:
      "Bounds on the report's metrics; one that fails makes the command line end with exit code 3.",
    examples: [{ columnShapes: { min: 0.9 }, dcrShare: { max: 0.55 } }],
  });
