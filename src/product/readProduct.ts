import { getNodeValue } from "jsonc-parser";
import { z } from "zod";
import {
  type ConfigText,
  type Finding,
  type JsonPath,
  locateAll,
  readConfigText,
} from "../jsonc/configText.ts";
import { syntaxErrors } from "../jsonc/syntaxErrors.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { checkProduct } from "./checkProduct.ts";
import { type Product, productSchema, productVersion } from "./schema.ts";
import { issueFindings } from "./schemaFindings.ts";

export interface ProductFile {
  /** Undefined when a diagnostic is an error. */
  readonly product: Product | undefined;
  readonly source: ConfigText;
  readonly diagnostics: readonly Diagnostic[];
}

const fileKind = {
  name: "product file",
  smallest: `{ "version": ${productVersion}, "product": "…", "features": [] }`,
};

/** Reads the text of a `*.mvp.json`; comments and trailing commas are allowed. `file` is its name in messages. Never throws. */
export function readProduct(text: string, file: string): ProductFile {
  const source = readConfigText(text, file);
  const broken = syntaxErrors(source, fileKind);
  if (broken.length > 0 || source.root === undefined)
    return { product: undefined, source, diagnostics: broken };
  const value: unknown = getNodeValue(source.root);
  const { product, findings } = checkValue(value);
  const diagnostics = locateAll(source, findings);
  return {
    product: diagnostics.some((d) => d.severity === "error") ? undefined : product,
    source,
    diagnostics,
  };
}

function checkValue(value: unknown): { product?: Product; findings: readonly Finding[] } {
  const version =
    typeof value === "object" && value !== null && "version" in value ? value.version : undefined;
  if (typeof version === "number" && version > productVersion) {
    const message = `this file has version ${version}, this SynData reads version ${productVersion}: update SynData`;
    return {
      findings: [{ severity: "error", code: "newer-version", message, path: ["version"], at: "value" }],
    };
  }
  const result = productSchema.safeParse(value);
  if (!result.success)
    return { findings: result.error.issues.flatMap((issue) => issueFindings(issue, value, keysAt)) };
  return { product: result.data, findings: checkProduct(result.data) };
}

/** Keys of the schema's object at a path; list indexes are passed over. */
function keysAt(path: JsonPath): string[] {
  let schema: z.core.$ZodType = productSchema;
  for (const key of path) {
    schema = unwrap(schema);
    if (typeof key === "number") schema = (schema as z.ZodArray).element;
    else schema = (schema as z.ZodObject).shape[key] ?? z.unknown();
  }
  schema = unwrap(schema);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) inner = inner.unwrap();
  return inner;
}
