import { describeRule } from "../../config/rules/printRule.ts";
import { columnsOfRule, type Rule } from "../../config/rules/ruleSyntax.ts";
import type { Measured } from "../../protocol/metric.ts";
import { findColumn, type Table } from "../../table/table.ts";
import { combinationsOf, judgeRule } from "../../transform/rules/judge/judgeRule.ts";
import { type RuleView, viewTable } from "../../transform/rules/judge/ruleView.ts";

export interface RulesInput {
  readonly rules: readonly Rule[];
  readonly real: Table;
  readonly synthetic: Table;
  readonly holdout: Table | null;
  /** Decimals a column is written with. */
  decimals(name: string): number | null;
}

/**
 * Share of rows that keep a rule, of those it speaks of, the smallest over all rules; a line a rule with the same share of real
 * and held-out rows. Null without rules that speak of columns of both tables.
 */
export function rulesKept({ rules, real, synthetic, holdout, decimals }: RulesInput): Measured | null {
  const has = (table: Table, rule: Rule) => columnsOfRule(rule).every((name) => findColumn(table, name));
  const judged = rules.filter((rule) => has(real, rule) && has(synthetic, rule));
  if (judged.length === 0) return null;
  const view = (table: Table) => viewTable(table, decimals);
  const [ofReal, ofSynthetic] = [view(real), view(synthetic)];
  const ofHoldout = holdout === null ? null : view(holdout);
  const parts = judged.map((rule) => {
    const value = shareKept(rule, ofSynthetic, ofReal);
    const heldOut = ofHoldout === null ? "" : `, held out ${percent(shareKept(rule, ofHoldout, ofReal))}`;
    return {
      name: describeRule(rule),
      value,
      status: value === null || value === 1 ? ("good" as const) : ("watch" as const),
      note: `real ${percent(shareKept(rule, ofReal, ofReal))}${heldOut}`,
    };
  });
  const sorted = parts.toSorted((a, b) => (a.value ?? 1) - (b.value ?? 1));
  const value = sorted[0]!.value ?? 1;
  return {
    value,
    ceiling: 1,
    status: value === 1 ? "good" : "watch",
    meaning:
      value === 1
        ? "Every rule holds in all synthetic rows it applies to."
        : `The rule ${sorted[0]!.name} is broken in some synthetic rows.`,
    parts: sorted,
  };
}

/** Of the rows the rule speaks of; null where there are none. */
function shareKept(rule: Rule, view: RuleView, real: RuleView): number | null {
  const seen = rule.kind === "combinations" ? combinationsOf(rule.columns, real) : undefined;
  const { applies, broken } = judgeRule(rule, view, seen);
  return applies === 0 ? null : (applies - broken.length) / applies;
}

function percent(share: number | null): string {
  if (share === null) return "–";
  return share === 1 ? "100 %" : `${Math.min(99.99, 100 * share).toFixed(2)} %`;
}
