import { z } from "zod";
import {
  type Clause,
  type ColumnReference,
  columnSetKinds,
  type Expression,
  type FunctionName,
  functionHelp,
  type Rule,
} from "../../config/rules/ruleSyntax.ts";
import type { RulesPlan, VariablePlan } from "./rulesPlan.ts";
import type { Bound } from "./system/fourierMotzkin.ts";
import { boundBy } from "./system/variableSource.ts";

const at = { start: z.number(), end: z.number() };
const columnSchema: z.ZodType<ColumnReference> = z.strictObject({
  kind: z.literal("column"),
  name: z.string(),
  ...at,
});

const expressionSchema: z.ZodType<Expression> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("number"), value: z.number(), ...at }),
    z.strictObject({ kind: z.literal("text"), value: z.string(), ...at }),
    z.strictObject({ kind: z.literal("date"), value: z.number(), text: z.string(), ...at }),
    z.strictObject({ kind: z.literal("column"), name: z.string(), ...at }),
    z.strictObject({
      kind: z.literal("call"),
      name: z.enum(Object.keys(functionHelp) as FunctionName[]),
      parts: z.array(expressionSchema).min(1),
      ...at,
    }),
    z.strictObject({
      kind: z.literal("binary"),
      operator: z.enum(["+", "-", "*", "/"]),
      left: expressionSchema,
      right: expressionSchema,
      ...at,
    }),
  ]),
);

const clauseSchema: z.ZodType<Clause> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z
      .strictObject({
        kind: z.literal("comparison"),
        terms: z.array(expressionSchema).min(2),
        operators: z.array(z.enum(["=", "!=", "<", "<=", ">", ">="])).min(1),
        ...at,
      })
      .refine(({ terms, operators }) => terms.length === operators.length + 1, {
        error: "a comparison has one operator between two terms",
      }),
    z.strictObject({ kind: z.literal("presence"), column: columnSchema, present: z.boolean(), ...at }),
    z.strictObject({ kind: z.literal("in"), column: columnSchema, values: z.array(expressionSchema), ...at }),
    z.strictObject({ kind: z.literal("and"), clauses: z.array(clauseSchema).min(1), ...at }),
  ]),
);

const repair = z.boolean();
const whenSchema = z.strictObject({
  kind: z.literal("when"),
  when: clauseSchema,
  then: clauseSchema,
  repair,
});
const ruleSchema: z.ZodType<Rule> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("check"), clause: clauseSchema, repair }),
  whenSchema,
  z.strictObject({ kind: z.enum(columnSetKinds), columns: z.array(z.string()).min(1), repair }),
]);

const boundSchema: z.ZodType<Bound> = z.strictObject({
  terms: z.array(z.tuple([z.int().min(0), z.number()])),
  constant: z.number(),
});

const variableSchema: z.ZodType<VariablePlan> = z.strictObject({
  name: z.string(),
  kind: z.enum(["number", "date", "part"]),
  grid: z.strictObject({
    unit: z.number().min(0),
    offset: z.number(),
    months: z.boolean().exactOptional(),
    clock: z.boolean().exactOptional(),
    levels: z.array(z.number()).min(1).exactOptional(),
  }),
  min: z.number().nullable(),
  max: z.number().nullable(),
  source: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("free"),
      bounds: z.strictObject({ lower: z.array(boundSchema), upper: z.array(boundSchema) }),
      anchor: z
        .strictObject({
          side: z.enum(["lower", "upper"]),
          bounds: z.array(boundSchema),
          unit: z.number().positive(),
        })
        .nullable(),
      ratio: z
        .strictObject({
          factor: z.number().positive(),
          powers: z.array(z.tuple([z.int().min(0), z.number()])),
        })
        .exactOptional(),
      missing: z.boolean(),
    }),
    z.strictObject({ kind: z.literal("linear"), form: boundSchema }),
    z.strictObject({ kind: z.literal("computed"), expression: expressionSchema }),
  ]),
});

/** The rules of a saved model. */
export const rulesPlanSchema: z.ZodType<RulesPlan> = z.strictObject({
  version: z.literal(1),
  columns: z.array(z.string()),
  systems: z.array(
    z
      .strictObject({
        variables: z.array(variableSchema),
        presence: z
          .strictObject({
            column: z.string(),
            members: z.array(z.strictObject({ name: z.string(), spikes: z.array(z.number()) })),
          })
          .nullable(),
      })
      .refine(
        ({ variables }) => boundsAreInside(variables),
        "a bound speaks of a variable that is not there",
      ),
  ),
  bundles: z.array(
    z.strictObject({
      column: z.string(),
      members: z.array(z.strictObject({ name: z.string(), kind: z.enum(["string", "number", "datetime"]) })),
      categories: z.array(z.array(z.union([z.string(), z.number()]).nullable())),
      gaps: z.string().exactOptional(),
    }),
  ),
  texts: z.array(z.strictObject({ name: z.string(), expression: expressionSchema })),
  presence: z.array(whenSchema),
  filters: z.array(ruleSchema),
  seen: z.record(z.string(), z.array(z.string())),
  rules: z.array(ruleSchema),
});

function boundsAreInside(variables: readonly VariablePlan[]): boolean {
  return variables.every(({ source }, v) => {
    if (source.kind === "computed") return true;
    const earlier = source.kind === "linear" ? variables.length : v;
    return boundBy(source).every((other) => other < earlier);
  });
}
