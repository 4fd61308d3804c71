import fc from "fast-check";

/** The part of JSON Schema that our OpenAPI document uses. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Draws values that a schema allows; short ones. Throws at a schema it does not know, so that none is left out silently. */
export function fromSchema(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(fromSchema));
  const { type } = schema;
  if (typeof type === "object") return fc.oneof(...type.map((one) => fromSchema({ ...schema, type: one })));
  switch (type) {
    case "string":
      return text(schema);
    case "integer":
      return fc.integer({ min: schema.minimum ?? -100, max: Math.min(schema.maximum ?? 100, 2 ** 31 - 1) });
    case "number":
      return fc.double({ min: schema.minimum ?? -100, max: schema.maximum ?? 100, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(fromSchema(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)),
      });
    case "object":
      return object(schema);
    case undefined:
      return fc.jsonValue({ maxDepth: 1 });
    default:
      throw new Error(`no values for the type ${type}`);
  }
}

function text({ pattern, minLength = 0, maxLength = 20 }: Schema): fc.Arbitrary<unknown> {
  return pattern === undefined
    ? fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 20) })
    : fc.stringMatching(new RegExp(pattern));
}

function object({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  return fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fromSchema(schema)])),
    { requiredKeys: [...required] },
  );
}

/** Spoils a body in one way: a key missing, of another type, one too many, or no object at all. */
export function spoiled(schema: Schema): fc.Arbitrary<unknown> {
  return fc
    .tuple(fromSchema(schema), fc.nat(), fc.constantFrom("drop", "type", "add", "whole"))
    .map(([body, at, how]) => {
      if (how === "whole" || typeof body !== "object" || body === null) return [body];
      const keys = Object.keys(body);
      const key = keys[at % Math.max(1, keys.length)] ?? "";
      if (how === "add") return { ...body, "no such key": 1 };
      if (how === "type") return { ...body, [key]: { deep: [[]] } };
      return Object.fromEntries(Object.entries(body).filter(([name]) => name !== key));
    });
}
