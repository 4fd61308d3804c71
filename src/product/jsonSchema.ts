import { z } from "zod";
import { productSchema } from "./schema.ts";

/** The JSON Schema (draft-07) of `*.mvp.json`, for completion and hover in editors. */
export function productJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    $id: "syndata://schema/mvp.schema.json",
    allowComments: true,
    allowTrailingCommas: true,
    ...(z.toJSONSchema(productSchema, { target: "draft-7", io: "input" }) as Record<string, unknown>),
  };
}
