import type { Finding } from "../../jsonc/configText.ts";
import { nearest } from "../../jsonc/nearest.ts";
import { own } from "../../jsonc/own.ts";
import { pathText, quote } from "../../jsonc/quote.ts";
import { columnSetKinds } from "../rules/ruleSyntax.ts";

/** Each kind of rule object by the keys it has; the first is the one that tells the kind. */
const forms: readonly (readonly string[])[] = [
  ["rule", "repair"],
  ["when", "then", "repair"],
  ...columnSetKinds.map((kind) => [kind, "repair"]),
];

/** What is wrong with an entry of `rules` that has none of the forms a rule can have. */
export function ruleMismatch(path: readonly (string | number)[], value: unknown): Finding {
  const name = pathText(path);
  const plain = `${name} must be a text such as "start <= end", or an object with rule, when and then, ${columnSetKinds.slice(0, -1).join(", ")} or ${columnSetKinds.at(-1)}`;
  const base = { severity: "error", code: "invalid-rule", path, at: "value" } as const;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { ...base, message: plain };
  const keys = Object.keys(value);
  const form = forms.find((one) => keys.includes(one[0]!));
  const known = form ?? forms.flat();
  const odd = keys.find((key) => !known.includes(key));
  if (odd !== undefined) {
    const guess = nearest(odd, known);
    const hint = guess === undefined ? `known are ${known.join(", ")}` : `did you mean ${quote(guess)}?`;
    return {
      ...base,
      message: `unknown key ${quote(odd)} in ${name}: ${hint}`,
      path: [...path, odd],
      at: "key",
      ...(guess === undefined ? {} : { fix: { title: `Change to ${quote(guess)}`, value: guess } }),
    };
  }
  if (form === undefined) return { ...base, message: plain };
  const lacking = form.find((key) => key !== "repair" && !keys.includes(key));
  if (lacking !== undefined) return { ...base, message: `${name}.${lacking} is missing` };
  const key = form[0]!;
  const given = own(value as Record<string, unknown>, key);
  const text = key === "rule" || key === "when";
  const wanted = text
    ? `a text of at most 2,000 characters such as "start <= end"`
    : `a list of ${key === "unique" ? "" : "at least two "}different column names`;
  return { ...base, message: `${name}.${key} must be ${wanted}, not ${quote(given)}`, path: [...path, key] };
}
