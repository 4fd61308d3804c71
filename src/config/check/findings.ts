import type { z } from "zod";
import type { Finding } from "../../jsonc/configText.ts";
import { nearest } from "../../jsonc/nearest.ts";
import { own } from "../../jsonc/own.ts";
import { listText, pathText, quote } from "../../jsonc/quote.ts";
import { type MetricKey, metricTable } from "../../metrics/metricTable.ts";
import { modelSchemas, recommendedModel } from "../modelOptions/model.ts";
import { modelTypes } from "../modelOptions/modelLabels.ts";
import { configVersion, modelSchemaOf, type SynthConfig, synthConfigSchema } from "../schema.ts";
import { ruleMismatch } from "./ruleMismatch.ts";
import { isWhole, knownKeys, property, valueAt } from "./schemaAt.ts";
import { typeForAlias } from "./typeAliases.ts";

export interface Validated {
  /** Undefined when a finding is an error. */
  readonly config: SynthConfig | undefined;
  readonly findings: readonly Finding[];
}

/** A JSON value against the schema, in words a person can act on. */
export function validateValue(value: unknown): Validated {
  const version = property(value, "version");
  if (typeof version === "number" && version > configVersion)
    return { config: undefined, findings: [newerVersion(version)] };
  if (property(property(value, "columns"), "__proto__") !== undefined)
    return {
      config: undefined,
      findings: [
        error("invalid-value", "a column named __proto__ cannot be configured", ["columns", "__proto__"]),
      ],
    };
  const result = synthConfigSchema.safeParse(value);
  if (result.success) return { config: result.data, findings: [] };
  return { config: undefined, findings: result.error.issues.flatMap((issue) => findingsOf(issue, value)) };
}

function newerVersion(version: number): Finding {
  const message = `this config has version ${version}, this SynData reads version ${configVersion}: update SynData`;
  return { severity: "error", code: "newer-version", message, path: ["version"], at: "value" };
}

function findingsOf(issue: z.core.$ZodIssue, whole: unknown): Finding[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownKey([...path, key], key, path, whole));
  const value = valueAt(whole, path);
  const name = pathText(path) || "the config";
  // A cross-field rule may blame a default, which is not in the text.
  if (value === undefined && issue.code !== "custom") return [missingKey(path, name)];
  switch (issue.code) {
    case "invalid_type":
      return [wrongType(path, name, value, isWhole(path, whole) ? "whole" : kindOf(issue.expected))];
    case "invalid_value":
      return [unknownWord(path, name, value, issue.values.map(String))];
    case "too_small":
      return [outOfRange(path, name, value, bound(issue, "least"))];
    case "too_big":
      return [outOfRange(path, name, value, bound(issue, "most"))];
    case "invalid_union":
      return [unionMismatch(issue, path, name, value)];
    case "custom":
      return [crossField(issue, path, name)];
    default:
      return [error("invalid-value", `${name}: ${issue.message}`, path)];
  }
}

function unknownKey(
  path: (string | number)[],
  key: string,
  parent: (string | number)[],
  whole: unknown,
): Finding {
  const where = parent.length === 0 ? "at the top of the config" : `in ${pathText(parent)}`;
  const known = knownKeys(parent, whole) ?? [];
  // A key that is already there is not what this one meant, but may still be what it repeats.
  const present = valueAt(whole, parent);
  const free = known.filter((name) => property(present, name) === undefined);
  const guess = nearest(key, free);
  const repeated = guess === undefined ? nearest(key, known) : undefined;
  const hint =
    guess !== undefined
      ? `did you mean ${quote(guess)}?`
      : repeated !== undefined
        ? `${quote(repeated)} is already there`
        : (belongsElsewhere(key, parent, whole) ?? `known are ${listText(known)}`);
  return {
    severity: "error",
    code: path[0] === "report" && path[1] === "gates" && path.length === 3 ? "unknown-metric" : "unknown-key",
    message: `unknown key ${quote(key)} ${where}: ${hint}`,
    path,
    at: "key",
    ...(guess === undefined ? {} : { fix: { title: `Change to ${quote(guess)}`, value: guess } }),
  };
}

/** `epochs` at the top belongs under `model`; `pac` is an option of other models. */
function belongsElsewhere(key: string, parent: (string | number)[], whole: unknown): string | undefined {
  if (parent.length === 1 && parent[0] === "model") {
    const others = modelTypes.filter((type) => Object.hasOwn(modelSchemas[type].shape, key));
    return others.length === 0
      ? undefined
      : `it is an option of ${listText(others)}, not of ${modelTypeOf(whole) ?? "this"}`;
  }
  if (parent.length > 0) return undefined;
  const model = modelSchemaOf(modelTypeOf(whole) ?? recommendedModel);
  const homes = ["source", "output", "report"].filter((home) => knownKeys([home], whole)?.includes(key));
  if (model !== undefined && Object.hasOwn(model.shape, key)) homes.unshift("model");
  return homes.length === 0 ? undefined : `it belongs under ${quote(homes[0])}`;
}

/** The text at `model.type`; undefined when there is none. Objects of a config have no prototype: `String` throws on them. */
function modelTypeOf(whole: unknown): string | undefined {
  const type = valueAt(whole, ["model", "type"]);
  return typeof type === "string" ? type : undefined;
}

function missingKey(path: (string | number)[], name: string): Finding {
  const what: Record<string, string> = {
    source: 'the data file to learn from, as "source": { "path": "data.csv" }',
    "source.path": "the data file to learn from",
    "model.type": `one of ${listText(modelTypes, "or")}`,
  };
  return error(
    "missing-key",
    `${name} is missing${own(what, name) === undefined ? "" : `: ${own(what, name)}`}`,
    path,
  );
}

function wrongType(path: (string | number)[], name: string, value: unknown, kind: Kind): Finding {
  const better = gateBound(path, value) ?? objectOf(path, value) ?? convert(value, kind);
  const hint = kind === "object" && better !== undefined ? `; write "${name}": ${spaced(better)}` : "";
  const finding = error("wrong-type", `${name} must be ${kindText[kind]}, not ${quote(value)}${hint}`, path);
  return better === undefined
    ? finding
    : { ...finding, fix: { title: `Change to ${quote(better)}`, value: better } };
}

/** `"source": "a.csv"` → `{ path: "a.csv" }` */
function objectOf(path: (string | number)[], value: unknown): unknown {
  const keys: Record<string, string> = { source: "path", output: "path", model: "type" };
  const key = own(keys, String(path[0]));
  return key !== undefined && path.length === 1 && typeof value === "string" ? { [key]: value } : undefined;
}

/** `{ "path": "a.csv" }` */
function spaced(value: unknown): string {
  return JSON.stringify(value).replace(/^\{/, "{ ").replace(/\}$/, " }").replace(/":/g, '": ');
}

/** `"tstr": 0.8` → `{ min: 0.8 }` */
function gateBound(path: (string | number)[], value: unknown): unknown {
  const [report, gates, name] = path;
  if (report !== "report" || gates !== "gates" || typeof value !== "number" || path.length !== 3)
    return undefined;
  return "min" in metricTable[name as MetricKey].usualBound ? { min: value } : { max: value };
}

function unknownWord(path: (string | number)[], name: string, value: unknown, words: string[]): Finding {
  const alias =
    path[0] === "columns" && path[2] === "type" && typeof value === "string"
      ? typeForAlias(value)
      : undefined;
  const guess = alias ?? (typeof value === "string" ? nearest(value, words) : undefined);
  const hint = guess === undefined ? "" : `; did you mean ${quote(guess)}?`;
  const known = words.length === 1 ? `${words[0]}` : `one of ${listText(words, "or")}`;
  const finding = error("unknown-value", `${name} must be ${known}, not ${quote(value)}${hint}`, path);
  return guess === undefined
    ? finding
    : { ...finding, fix: { title: `Change to ${quote(guess)}`, value: guess } };
}

interface Bound {
  readonly limit: number;
  readonly text: string;
  readonly numeric: boolean;
}

function bound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, side: "least" | "most"): Bound {
  const limit = Number(issue.code === "too_small" ? issue.minimum : issue.maximum);
  if (issue.origin === "string")
    return limit === 1 && side === "least"
      ? { limit, text: "must not be empty", numeric: false }
      : { limit, text: `must have at ${side} ${limit} characters`, numeric: false };
  if (issue.origin === "array")
    return {
      limit,
      text: `must have at ${side} ${limit} ${limit === 1 ? "entry" : "entries"}`,
      numeric: false,
    };
  return { limit, text: `must be at ${side} ${limit}`, numeric: true };
}

function outOfRange(
  path: (string | number)[],
  name: string,
  value: unknown,
  { limit, text, numeric }: Bound,
): Finding {
  const found = numeric ? `, not ${quote(value)}` : "";
  const finding = error("out-of-range", `${name} ${text}${found}`, path);
  return numeric ? { ...finding, fix: { title: `Change to ${limit}`, value: limit } } : finding;
}

function unionMismatch(
  issue: z.core.$ZodIssueInvalidUnion,
  path: (string | number)[],
  name: string,
  value: unknown,
): Finding {
  if (pathText(path) === "model.type") return unknownWord(path, name, value, modelTypes);
  if (path[0] === "rules") return ruleMismatch(path, value);
  const kinds = issue.errors.flat().map((inner) => {
    if (inner.code === "invalid_value")
      return listText(
        inner.values.map((v) => quote(v)),
        "or",
      );
    return inner.code === "invalid_type" ? kindText[kindOf(inner.expected)] : inner.message;
  });
  return error(
    "wrong-type",
    `${name} must be ${listText([...new Set(kinds)], "or")}, not ${quote(value)}`,
    path,
  );
}

function crossField(issue: z.core.$ZodIssueCustom, path: (string | number)[], name: string): Finding {
  const suggestion: unknown = issue.params?.["suggestion"];
  const finding = error("invalid-value", `${name} ${issue.message}`, path);
  return suggestion === undefined
    ? finding
    : { ...finding, fix: { title: `Change to ${quote(suggestion)}`, value: suggestion } };
}

const kindText = {
  whole: "a whole number",
  number: "a number",
  text: "a text",
  flag: "true or false",
  object: "an object in { }",
  list: "a list in [ ]",
  other: "something else",
} as const;
type Kind = keyof typeof kindText;

function kindOf(expected: string): Kind {
  const kinds: Readonly<Record<string, Kind>> = {
    int: "whole",
    number: "number",
    string: "text",
    boolean: "flag",
    object: "object",
    record: "object",
    array: "list",
  };
  return own(kinds, expected) ?? "other";
}

/** The same thing in the wanted type, if that is plain: `"300"` → 300, 2.7 → 3, `"true"` → true, `a` → [a]. */
function convert(value: unknown, kind: Kind): unknown {
  if (kind === "number" || kind === "whole") {
    const parsed = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof parsed !== "number" || !Number.isFinite(parsed)) return undefined;
    return kind === "whole" ? Math.round(parsed) : parsed;
  }
  if (kind === "flag") return value === "true" ? true : value === "false" ? false : undefined;
  if (kind === "text") return typeof value === "number" ? String(value) : undefined;
  if (kind === "list") return typeof value === "string" || typeof value === "number" ? [value] : undefined;
  return undefined;
}

function error(code: string, message: string, path: (string | number)[]): Finding {
  return { severity: "error", code, message, path, at: "value" };
}
