import type { ConfigDocument, EditorChange, RulesState } from "../../../src/protocol/editor.ts";
import type { CheckedRule, FoundRuleText } from "../../../src/protocol/rules.ts";
import { isObject, valueAt } from "../json.ts";

/** One line of the list of rules. */
export interface RuleLine {
  /** Its place in `rules` of the config; null while it is off. */
  readonly at: number | null;
  /** The entry, of whatever form. */
  readonly entry: unknown;
  /** In one line, for labels. */
  readonly text: string;
  /** JSON of the entry that turns it on; null where its text has a fault. */
  readonly json: string | null;
  /** What speaks for it, when it was found in the data. */
  readonly found: FoundRuleText | undefined;
  /** undefined while it is not known or the rule is off. */
  readonly check: CheckedRule | undefined;
}

/**
 * Rules written by hand in their order, those turned off here, then found ones in the order they were found: turning one
 * on or off moves none.
 */
export function ruleLines(
  document: ConfigDocument,
  { found, checks }: RulesState,
  off: readonly string[],
): RuleLine[] {
  const finds = (found ?? []).map((one) => ({ ...one, key: withoutRepair(one.json) }));
  const isFound = new Set(finds.map(({ key }) => key));
  const on = document.rules.map(({ text, json }, at) => ({
    at,
    entry: valueAt(document.value, ["rules", at]),
    text,
    json,
    found: finds.find(({ key }) => key === json),
    check: checks?.[at] ?? undefined,
  }));
  const written = new Map(on.map((line) => [line.json, line]));
  return [
    ...on.filter((line) => line.found === undefined || written.get(line.json) !== line),
    ...off.filter((json) => !written.has(json) && !isFound.has(json)).map((json) => offLine(json, undefined)),
    ...finds.map((one) => written.get(one.key) ?? { ...offLine(one.json, one), json: one.key }),
  ];
}

/** JSON of the entry without `repair`, as the host gives it for rules of the config. */
function withoutRepair(json: string): string {
  const entry = JSON.parse(json) as unknown;
  if (!isObject(entry) || entry["repair"] !== true) return json;
  return typeof entry["rule"] === "string"
    ? JSON.stringify(entry["rule"])
    : json.replace(', "repair": true }', " }");
}

function offLine(json: string, found: FoundRuleText | undefined): RuleLine {
  const entry = JSON.parse(json) as unknown;
  const text = found?.text ?? (typeof entry === "string" ? entry : json);
  return { at: null, entry, text, json, found, check: undefined };
}

/** The same for a line whether it is on or off; different for all lines. */
export function lineKeys(lines: readonly RuleLine[]): string[] {
  const met = new Set<string>();
  return lines.map(({ json, at }) => {
    const key = json !== null && !met.has(json) ? json : `#${at}`;
    met.add(key);
    return key;
  });
}

/** Adds rules at the end, as one edit. */
export function addRules(document: ConfigDocument, entries: readonly unknown[]): EditorChange[] {
  const { rules } = document.value as { readonly rules?: unknown };
  if (!Array.isArray(rules)) return entries.length === 0 ? [] : [{ path: ["rules"], value: entries }];
  return entries.map((value, i) => ({ path: ["rules", rules.length + i], value }));
}

/** Takes a rule out; the last one takes `rules` with it. */
export function removeRule(document: ConfigDocument, at: number): EditorChange[] {
  return [{ path: document.rules.length === 1 ? ["rules"] : ["rules", at] }];
}

/** Turns `repair` on or off; a rule that is a text needs an object for it, and is a text again without it. */
export function setRepair({ at, entry }: RuleLine, on: boolean): EditorChange[] {
  if (at === null) return [];
  const path = ["rules", at];
  if (typeof entry === "string") return on ? [{ path, value: { rule: entry, repair: true } }] : [];
  const { rule } = entry as { readonly rule?: unknown };
  if (!on && typeof rule === "string") return [{ path, value: rule }];
  return [on ? { path: [...path, "repair"], value: true } : { path: [...path, "repair"] }];
}
