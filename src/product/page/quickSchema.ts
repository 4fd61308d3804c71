import type { z } from "zod";
import { own } from "../../jsonc/own.ts";

/** Stands for a value that may not be valid: the schema itself decides. */
export const unsure = Symbol("unsure");

/** @returns the value with defaults filled in, as the schema gives it, or `unsure` */
export type QuickParser = (value: unknown) => unknown;

/**
 * A parser of JSON values for a schema that answers only for what is surely valid, in a fraction of the schema's time while the engine
 * is still cold. What it does not know (a refinement, a union) it leaves to the schema.
 */
export function quickParser(schema: z.core.$ZodType): QuickParser {
  const { def } = schema._zod as unknown as { readonly def: Def };
  const checks = checksOf(def);
  if (checks === undefined) return () => unsure;
  switch (def.type) {
    case "string":
      return checked((value) => typeof value === "string", checks);
    case "number":
      return checked(Number.isFinite, checks);
    case "boolean":
      return checked((value) => typeof value === "boolean", checks);
    case "enum":
      return oneOf(Object.values(def.entries!), checks);
    case "literal":
      return oneOf(def.values!, checks);
    case "array":
      return checks.length > 0 ? () => unsure : list(quickParser(def.element!));
    case "object":
      return checks.length > 0 || !isStrict(def) ? () => unsure : object(def.shape!);
    default:
      return () => unsure;
  }
}

/** What this file reads of a schema's definition. */
interface Def {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: CheckDef } }[];
  /** A string of a format is a check of its own. */
  readonly check?: string;
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
  readonly element?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly catchall?: { readonly _zod: { readonly def: Def } };
  readonly innerType?: z.core.$ZodType;
  readonly defaultValue?: unknown;
}

interface CheckDef {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
}

type Check = (value: never) => boolean;

/** Undefined where there is one that is not known. */
function checksOf(def: Def): Check[] | undefined {
  const defs = (def.checks ?? []).map(({ _zod }) => _zod.def);
  if (def.check !== undefined) defs.push(def as unknown as CheckDef);
  const checks = defs.map(checkOf);
  return checks.every((check) => check !== undefined) ? checks : undefined;
}

function checkOf({
  check,
  format,
  pattern,
  minimum,
  maximum,
  value: bound,
  inclusive,
}: CheckDef): Check | undefined {
  if (check === "min_length") return (value: string) => value.length >= minimum!;
  if (check === "max_length") return (value: string) => value.length <= maximum!;
  if (check === "greater_than")
    return inclusive ? (value: number) => value >= bound! : (value: number) => value > bound!;
  if (check === "less_than")
    return inclusive ? (value: number) => value <= bound! : (value: number) => value < bound!;
  if (check === "string_format" && (format === "regex" || format === "date") && pattern !== undefined)
    return pattern.global || pattern.sticky ? undefined : (value: string) => pattern.test(value);
  return undefined;
}

function checked(is: (value: unknown) => boolean, checks: readonly Check[]): QuickParser {
  return (value) => {
    if (!is(value)) return unsure;
    for (const check of checks) if (!check(value as never)) return unsure;
    return value;
  };
}

function oneOf(values: readonly unknown[], checks: readonly Check[]): QuickParser {
  const known = new Set(values);
  return checks.length > 0 ? () => unsure : (value) => (known.has(value) ? value : unsure);
}

function list(item: QuickParser): QuickParser {
  return (value) => {
    if (!Array.isArray(value)) return unsure;
    const items: unknown[] = [];
    for (const each of value) {
      const read = item(each);
      if (read === unsure) return unsure;
      items.push(read);
    }
    return items;
  };
}

function isStrict({ catchall }: Def): boolean {
  return catchall?._zod.def.type === "never";
}

interface Property {
  readonly key: string;
  readonly parse: QuickParser;
  /** What stands for a value that is missing. */
  missing(): unknown;
}

function object(shape: Readonly<Record<string, z.core.$ZodType>>): QuickParser {
  const properties = Object.entries(shape).map(([key, schema]) => property(key, schema));
  const known = new Set(Object.keys(shape));
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return unsure;
    for (const key of Object.keys(value)) if (!known.has(key)) return unsure;
    const result: Record<string, unknown> = {};
    for (const { key, parse, missing } of properties) {
      const given = own(value as Readonly<Record<string, unknown>>, key);
      const read = given === undefined ? missing() : parse(given);
      if (read === unsure) return unsure;
      if (read !== undefined) result[key] = read;
    }
    return result;
  };
}

function property(key: string, schema: z.core.$ZodType): Property {
  const { def } = schema._zod as unknown as { readonly def: Def };
  if (def.type === "optional") return { key, parse: quickParser(def.innerType!), missing: () => undefined };
  if (def.type !== "default") return { key, parse: quickParser(schema), missing: () => unsure };
  const parse = quickParser(def.innerType!);
  const { defaultValue } = def;
  if (Array.isArray(defaultValue) && defaultValue.length === 0) return { key, parse, missing: () => [] };
  const isPlain = typeof defaultValue !== "object" && defaultValue !== undefined;
  return { key, parse, missing: () => (isPlain ? defaultValue : unsure) };
}
