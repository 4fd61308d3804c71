import { describeRule, ruleJson } from "../config/rules/printRule.ts";
import { readRule } from "../config/rules/readRule.ts";
import { ruleSchema } from "../config/rules/ruleSchema.ts";
import type { WrittenRule } from "../protocol/editor.ts";

/** The entries of `rules` of a config that may hold anything, as far as they can be read. */
export function writtenRules(value: unknown): WrittenRule[] {
  const { rules } = (value ?? {}) as { readonly rules?: unknown };
  return Array.isArray(rules) ? rules.map(writtenRule) : [];
}

function writtenRule(entry: unknown): WrittenRule {
  const parsed = ruleSchema.safeParse(entry);
  try {
    if (parsed.success) {
      const rule = { ...readRule(parsed.data), repair: false };
      return { text: describeRule(rule), json: ruleJson(rule) };
    }
  } catch {
    // a fault in its text is among the problems
  }
  return { text: typeof entry === "string" ? entry : JSON.stringify(entry), json: null };
}
