import type { z } from "zod";
import type { Finding, JsonPath } from "../jsonc/configText.ts";
import { nearest } from "../jsonc/nearest.ts";
import { own } from "../jsonc/own.ts";
import { listText, pathText, quote } from "../jsonc/quote.ts";

/** Turns an issue of the product schema into findings: what is wrong, where, and what to write instead. */
export function issueFindings(issue: z.core.$ZodIssue, whole: unknown, keysAt: KeysAt): Finding[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownKey([...path, key], key, keysAt(path)));
  const value = valueAt(whole, path);
  const name = pathText(path) || "the file";
  if (value === undefined && issue.code !== "custom")
    return [finding("missing-key", `${name} is missing`, path)];
  switch (issue.code) {
    case "invalid_type":
      // such as 1e400
      if (typeof value === "number" && !Number.isFinite(value))
        return [finding("out-of-range", `${name} is too large a number`, path)];
      return [
        finding(
          "wrong-type",
          `${name} must be ${own(kinds, issue.expected) ?? issue.expected}, not ${quote(value)}`,
          path,
        ),
      ];
    case "invalid_value":
      return [unknownWord(path, name, value, issue.values.map(String))];
    case "too_small":
    case "too_big": {
      if (path.at(-1) === "confidence" && typeof value === "number" && value > 0 && value < 1)
        return [shareForPercent(path, name, value)];
      const small = issue.code === "too_small";
      const limit = Number(small ? issue.minimum : issue.maximum);
      if (small && limit === 1 && issue.origin === "string")
        return [finding("out-of-range", `${name} must not be empty`, path)];
      const of = issue.origin === "string" ? " characters long" : "";
      return [
        finding(
          "out-of-range",
          `${name} must be at ${small ? "least" : "most"} ${limit}${of}, not ${quote(value)}`,
          path,
        ),
      ];
    }
    case "invalid_format":
      return [
        finding(
          "invalid-value",
          `${name} ${issue.format === "date" ? "must be a day such as 2026-12-31" : issue.message}, not ${quote(value)}`,
          path,
        ),
      ];
    default:
      return [finding("invalid-value", `${name} ${issue.message}`, path)];
  }
}

/** Keys that an object at a path may have. */
export type KeysAt = (path: JsonPath) => readonly string[];

const kinds: Readonly<Record<string, string>> = {
  number: "a number",
  string: "a text",
  boolean: "true or false",
  object: "an object in { }",
  array: "a list in [ ]",
};

function unknownKey(path: JsonPath, key: string, known: readonly string[]): Finding {
  const guess = nearest(key, known);
  const hint = guess === undefined ? `known are ${listText(known)}` : `did you mean ${quote(guess)}?`;
  return {
    ...finding("unknown-key", `unknown key ${quote(key)}: ${hint}`, path),
    at: "key",
    ...(guess === undefined ? {} : { fix: { title: `Change to ${quote(guess)}`, value: guess } }),
  };
}

function unknownWord(path: JsonPath, name: string, value: unknown, words: readonly string[]): Finding {
  const guess = typeof value === "string" ? nearest(value, words) : undefined;
  const hint = guess === undefined ? "" : `; did you mean ${quote(guess)}?`;
  return {
    ...finding("unknown-value", `${name} must be ${listText(words, "or")}, not ${quote(value)}${hint}`, path),
    ...(guess === undefined ? {} : { fix: { title: `Change to ${quote(guess)}`, value: guess } }),
  };
}

/** 0.8 stands where 80 is meant. */
function shareForPercent(path: JsonPath, name: string, share: number): Finding {
  const percent = Number((100 * share).toPrecision(12));
  return {
    ...finding("out-of-range", `${name} is a percentage: did you mean ${percent} instead of ${share}?`, path),
    ...(percent < 1 ? {} : { fix: { title: `Change to ${percent}`, value: percent } }),
  };
}

function finding(code: string, message: string, path: JsonPath): Finding {
  return { severity: "error", code, message, path, at: "value" };
}

function valueAt(whole: unknown, path: JsonPath): unknown {
  let value = whole;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return value;
}
