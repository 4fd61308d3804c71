import "../jitless.ts";
import { z } from "zod";
import type { ColumnSetKind } from "./ruleSyntax.ts";

/** More rules than this are refused: checking and keeping them would take longer than training. */
const maxRules = 1000;

const repair = z.boolean().default(false).meta({
  description:
    "The rule may be broken by rows of the source: the model is fitted to them unchanged, and the output keeps the rule.",
});
const text = (description: string, examples: string[]) =>
  z.string().min(1).max(2000).meta({ description, examples });
const columnSet = <K extends ColumnSetKind>(key: K, min: number, description: string) =>
  z.strictObject({
    [key]: z.array(z.string().min(1)).min(min).max(1000).meta({ description, uniqueItems: true }),
    repair,
  } as { [key in K]: z.ZodArray<z.ZodString> } & { repair: typeof repair });

export const ruleSchema = z
  .union([
    text("A rule that every row must keep where none of its columns is missing.", [
      "start <= end",
      "total = fare + tip + tolls",
      "amount = round(quantity * price, 2)",
      "days = end - start",
    ]),
    z.strictObject({
      rule: text("A rule that every row must keep where none of its columns is missing.", ["start <= end"]),
      repair,
    }),
    z.strictObject({
      when: text("Rows the rule applies to.", ["status = 'open'"]),
      then: text("The condition that these rows must meet.", ["closed_at is missing", "score >= 50"]),
      repair,
    }),
    columnSet("combinations", 2, "Columns whose values occur only in combinations found in the source."),
    columnSet("oneOf", 2, "Columns of which exactly one is true (1, yes, …) in every row."),
    columnSet("atMostOneOf", 2, "Columns of which at most one is true (1, yes, …) in every row."),
    columnSet("unique", 1, "Columns whose values, taken together, no two rows share."),
  ])
  .meta({ description: "One rule: a comparison in words, or an object." });

export type RuleConfig = z.output<typeof ruleSchema>;

export const rulesSchema = z
  .array(ruleSchema)
  .max(maxRules)
  .default([])
  .meta({
    description:
      "Rules between columns. Every model keeps them in all rows of the output; `syndata rules DATA` lists the rules that hold in the source.",
    examples: [["start <= end", "total = fare + tip"]],
  });

const ruleDetections = {
  ask: "Only the rules written here are kept; `syndata init` writes those it finds.",
  auto: "Rules found in the training rows are kept as well.",
  off: "Only the rules written here are kept; `syndata init` looks for none.",
} as const;

export const detectRulesSchema = z
  .enum(Object.keys(ruleDetections) as (keyof typeof ruleDetections)[])
  .default("ask")
  .meta({
    description: "Whether to look for rules in the data.",
    enumDescriptions: Object.values(ruleDetections),
  });
