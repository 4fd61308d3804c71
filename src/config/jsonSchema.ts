import "./jitless.ts";
import { z } from "zod";
import { type ModelType, modelSchema, modelSchemas } from "./modelOptions/model.ts";
import { modelTypes } from "./modelOptions/modelLabels.ts";
import { schemaUri, synthConfigSchema } from "./schema.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft-07) of `*.synth.json`, with what editors show: descriptions, defaults, meanings of words. */
export function configJsonSchema(): JsonSchema {
  const schema = toJsonSchema(synthConfigSchema);
  return {
    $schema: schema["$schema"],
    $id: schemaUri,
    allowComments: true,
    allowTrailingCommas: true,
    ...schema,
  };
}

/** One model's options, for forms and documentation. */
export function modelJsonSchema(type: ModelType): JsonSchema {
  return toJsonSchema(modelSchemas[type]);
}

function toJsonSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === modelSchema) chooseByType(jsonSchema);
      // Plain descriptions show their backticks; Markdown ones are rendered.
      if (jsonSchema.description?.includes("`")) jsonSchema["markdownDescription"] = jsonSchema.description;
      if (jsonSchema["minimum"] === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema["maximum"] === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  }) as Record<string, unknown>;
}

const keyword = { condition: "if", consequence: "then" } as const;

/** A `oneOf` makes editors complain about every model at once; `if type is … then …` about the one that was chosen. */
function chooseByType(jsonSchema: Record<string, unknown>): void {
  const options = jsonSchema["oneOf"] ?? jsonSchema["anyOf"];
  if (!Array.isArray(options)) return;
  delete jsonSchema["oneOf"];
  delete jsonSchema["anyOf"];
  Object.assign(jsonSchema, {
    type: "object",
    required: ["type"],
    properties: {
      type: {
        type: "string",
        enum: modelTypes,
        enumDescriptions: modelTypes.map((type) => modelSchemas[type].meta()?.description ?? ""),
      },
    },
    allOf: modelTypes.map((type, i) => ({
      [keyword.condition]: { properties: { type: { const: type } }, required: ["type"] },
      [keyword.consequence]: options[i],
    })),
  });
}
