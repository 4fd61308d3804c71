import type { ColumnSpec } from "../../config/columnSpec.ts";
import { holdoutRows } from "../../config/holdoutRows.ts";
import type { ParsedConfig } from "../../config/parseConfig.ts";
import { resolveColumns } from "../../config/resolveColumns.ts";
import { checkRules, rulePath } from "../../config/rules/checkRules.ts";
import { type Finding, locate } from "../../jsonc/configText.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import type { Table } from "../../table/table.ts";
import { type Judged, judgeRule } from "../../transform/rules/judge/judgeRule.ts";
import { type RuleView, viewTable } from "../../transform/rules/judge/ruleView.ts";
import { splitHoldout } from "../holdout.ts";

/** Row numbers named in a message. */
const namedRows = 5;

/** A table for judging rules, with the decimals its columns have. */
export function viewSource(table: Table, specs: readonly ColumnSpec[]): RuleView {
  const decimals = new Map(
    specs.map((spec) => [spec.name, spec.sdtype === "numerical" ? spec.decimals : spec.format.decimals]),
  );
  return viewTable(table, (name) => decimals.get(name) ?? null);
}

/**
 * Rules that rows of the source break: errors, or warnings where the rule says `repair` or only rows set aside for the report
 * break it, which no model sees. Rows are counted from 1.
 */
export function brokenRules(parsed: ParsedConfig, table: Table, profile: TableProfile): Diagnostic[] {
  const { config } = parsed;
  if (config === undefined || config.rules.length === 0) return [];
  const specs = resolveColumns(config, profile);
  const view = viewSource(table, specs);
  const aside = new Set(splitHoldout(table.rows, holdoutRows(config, table.rows), config.seed).holdout);
  return checkRules(config, specs).rules.flatMap((rule, at) => {
    if (rule === undefined) return [];
    const judged = judgeRule(rule, view);
    if (judged.broken.length === 0) return [];
    const entry = config.rules[at]!;
    const key = typeof entry === "string" ? null : Object.keys(entry).find((name) => name !== "repair")!;
    const isAside = judged.broken.every((row) => aside.has(row));
    const finding: Finding = {
      severity: rule.repair || isAside ? "warning" : "error",
      code: "rule-broken",
      message: rule.repair
        ? `${brokenText(judged)}; the model learns from them as they are, and the output keeps the rule`
        : isAside
          ? `${brokenText(judged)}, set aside for the report; the output keeps the rule`
          : `${brokenText(judged)}; correct the rule or the data, or add "repair": true to learn from them and keep the rule in the output`,
      path: rulePath(at, key),
      at: "value",
    };
    return [locate(parsed.source, finding)];
  });
}

/** `breaks in 12 of 32,561 rows (rows 3, 17, 18 and 9 more)` */
export function brokenText({ applies, broken }: Judged): string {
  const rows = Array.from(broken.subarray(0, namedRows), (row) => (row + 1).toLocaleString("en-US"));
  const more = broken.length - rows.length;
  const named = more > 0 ? `${rows.join(", ")} and ${more.toLocaleString("en-US")} more` : rows.join(", ");
  return `breaks in ${broken.length.toLocaleString("en-US")} of ${applies.toLocaleString("en-US")} rows (${broken.length === 1 ? "row" : "rows"} ${named})`;
}
