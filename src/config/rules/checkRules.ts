import type { Finding, JsonPath } from "../../jsonc/configText.ts";
import { own } from "../../jsonc/own.ts";
import { listText } from "../../jsonc/quote.ts";
import type { ColumnSpec } from "../columnSpec.ts";
import type { SynthConfig } from "../schema.ts";
import { columnTypes } from "./columnTypes.ts";
import { findContradiction } from "./contradictions.ts";
import { RuleReadError, readRule } from "./readRule.ts";
import type { RuleConfig } from "./ruleSchema.ts";
import { type Rule, RuleError } from "./ruleSyntax.ts";
import { type ColumnTypes, typeClause, unknownColumn } from "./typeRule.ts";

const dayMs = 86_400_000;

/** Where the text of a rule with this key stands. */
export function rulePath(at: number, key: string | null): JsonPath {
  return key === null ? ["rules", at] : ["rules", at, key];
}

/** The rules of a config as far as they can be read, texts in them typed; faults are findings. */
export interface CheckedRules {
  /** One an entry; undefined where it has a fault. */
  readonly rules: readonly (Rule | undefined)[];
  readonly findings: readonly Finding[];
}

/** Reads the rules of a config whose columns are not known yet: faults of grammar only. */
export function readRules(entries: readonly RuleConfig[]): CheckedRules {
  return collect(entries, (entry) => readRule(entry));
}

/** Reads the rules against the columns they name: unknown ones, ids, units, cycles, ranges nothing can meet. */
export function checkRules(config: SynthConfig, specs: readonly ColumnSpec[]): CheckedRules {
  const types = columnTypes(specs);
  const { rules, findings } = collect(config.rules, (entry) => typeRule(readRule(entry), types));
  const known = findContradiction(rules);
  const ranges = new Map(
    specs.map(({ name, sdtype, min, max }) => {
      const unit = sdtype === "datetime" ? dayMs : 1;
      return [
        name,
        { min: min === null ? null : min / unit, max: max === null ? null : max / unit },
      ] as const;
    }),
  );
  const contradiction = known ?? findContradiction(rules, ranges);
  if (contradiction === undefined) return { rules, findings };
  const { kind, columns } = contradiction;
  const at = Math.max(...contradiction.rules);
  const others = contradiction.rules.filter((rule) => rule !== at).map((rule) => `rule ${rule + 1}`);
  const together = others.length === 0 ? "" : ` together with ${listText(others)}`;
  const names = [...new Set(columns)];
  const message =
    kind === "range"
      ? `no value of ${listText(names)} can meet this rule${together}${known === undefined ? " and the min and max of the columns" : ""}`
      : `the order of ${listText(names)} is a circle${together}: ${others.length === 0 ? "no row can meet it" : `leave one rule out, or write ${names.slice(0, 2).join(" = ")} where they are equal`}`;
  return {
    rules,
    findings: [
      ...findings,
      { severity: "error", code: `rule-${kind}`, message, path: ["rules", at], at: "value" },
    ],
  };
}

function collect(entries: readonly RuleConfig[], read: (entry: RuleConfig) => Rule): CheckedRules {
  const findings: Finding[] = [];
  const rules = entries.map((entry, at) => {
    try {
      return read(entry);
    } catch (error) {
      if (!(error instanceof RuleReadError)) throw error;
      findings.push(faultOf(error, at, entry));
      return undefined;
    }
  });
  return { rules, findings };
}

function faultOf({ fault, key }: RuleReadError, at: number, entry: RuleConfig): Finding {
  const path = rulePath(at, key);
  const text = key === null ? entry : own(entry as unknown as Record<string, unknown>, key);
  const { start, end } = fault.span;
  const { better } = fault;
  const within = typeof text === "string" ? { within: [start, Math.max(end, start + 1)] as const } : {};
  if (better === undefined)
    return { severity: "error", code: "invalid-rule", message: fault.message, path, at: "value", ...within };
  const named = Array.isArray(text) ? [...path, start] : path;
  const value = typeof text === "string" ? better : plainName(better);
  return {
    severity: "error",
    code: "invalid-rule",
    message: fault.message,
    path: named,
    at: "value",
    ...within,
    fix: { title: `Change to ${better}`, value },
  };
}

function plainName(printed: string): string {
  return printed.startsWith("`") ? printed.slice(1, -1).replaceAll("``", "`") : printed;
}

/** The rule with its texts typed. @throws RuleReadError */
export function typeRule(rule: Rule, types: ColumnTypes): Rule {
  const typed = (clause: Parameters<typeof typeClause>[0], key: string | null) => {
    try {
      return typeClause(clause, types);
    } catch (error) {
      throw error instanceof RuleError ? new RuleReadError(error, key) : error;
    }
  };
  if (rule.kind === "check") return { ...rule, clause: typed(rule.clause, rule.repair ? "rule" : null) };
  if (rule.kind === "when")
    return { ...rule, when: typed(rule.when, "when"), then: typed(rule.then, "then") };
  rule.columns.forEach((name, i) => {
    const type = types.get(name);
    const span = { start: i, end: i + 1 };
    if (type === undefined)
      throw new RuleReadError(unknownColumn({ kind: "column", name, ...span }, [...types.keys()]), rule.kind);
    if (typeof type !== "string" && rule.kind !== "unique")
      throw new RuleReadError(new RuleError(`column ${name} ${type.why}`, span), rule.kind);
  });
  return rule;
}
