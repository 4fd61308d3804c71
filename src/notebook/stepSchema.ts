import { configJsonSchema, type JsonSchema } from "../config/jsonSchema.ts";

/** The JSON Schema (draft-07) of one synth cell: the config's own, nothing required, with the names that tie steps together. */
export function stepJsonSchema(): JsonSchema {
  const {
    required: _,
    properties,
    title: __,
    description: ___,
    markdownDescription: ____,
    $id: _____,
    ...rest
  } = configJsonSchema();
  return {
    ...rest,
    $id: "syndata://schema/synthnb.schema.json",
    title: "SynData workflow step",
    description: "One step of a workflow notebook: source, columns, rules, model, output, report or compare.",
    properties: {
      ...(properties as JsonSchema),
      name: {
        type: "string",
        description: "Models and outputs: the name other steps use for it. Left out: `model`, `synthetic`.",
        markdownDescription:
          "Models and outputs: the name other steps use for it. Left out: `model`, `synthetic`.",
        pattern: "^[A-Za-z_][\\w-]{0,62}$",
      },
      of: {
        type: "string",
        description:
          "Outputs: the model to sample. Reports: the synthetic table to judge. Left out: the nearest above.",
      },
      compare: {
        type: "array",
        items: { type: "string" },
        minItems: 2,
        description: "Names of synthetic tables to measure side by side.",
      },
    },
  };
}
