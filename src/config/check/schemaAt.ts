import { own } from "../../jsonc/own.ts";
import "../jitless.ts";
import { z } from "zod";
import { modelSchemaOf, synthConfigSchema } from "../schema.ts";

/** The keys an object at `path` may have, `value` being the whole config; undefined where any key is allowed. */
export function knownKeys(path: readonly PropertyKey[], value: unknown): readonly string[] | undefined {
  const object = objectOf(schemaAt(path, value), valueAt(value, path));
  return object === undefined ? undefined : Object.keys(object.shape);
}

/** Whether the schema asks for a whole number at `path`. */
export function isWhole(path: readonly PropertyKey[], value: unknown): boolean {
  return unwrap(schemaAt(path, value)) instanceof z.ZodNumberFormat;
}

function schemaAt(path: readonly PropertyKey[], value: unknown): unknown {
  let schema: unknown = synthConfigSchema;
  let here = value;
  for (const part of path) {
    schema = inner(schema, here, part);
    here = property(here, part);
  }
  return schema;
}

function inner(schema: unknown, value: unknown, part: PropertyKey): unknown {
  const plain = unwrap(schema);
  if (plain instanceof z.ZodRecord) return plain.valueType;
  if (plain instanceof z.ZodArray) return plain.element;
  return objectOf(plain, value)?.shape[String(part)];
}

function objectOf(schema: unknown, value: unknown): z.ZodObject | undefined {
  const plain = unwrap(schema);
  if (plain instanceof z.ZodObject) return plain;
  if (plain instanceof z.ZodDiscriminatedUnion) {
    const type = property(value, "type");
    return typeof type === "string" ? modelSchemaOf(type) : undefined;
  }
  return undefined;
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrap(schema.unwrap());
  return schema;
}

/** Own property of an object or array, else undefined. */
export function property(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return own(value as Record<string, unknown>, String(key));
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(property, value);
}
