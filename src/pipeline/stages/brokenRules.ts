import { holdoutRows } from "../../config/holdoutRows.ts";
import type { ParsedConfig } from "../../config/parseConfig.ts";
import { resolveColumns } from "../../config/resolveColumns.ts";
import { checkRules, rulePath } from "../../config/rules/checkRules.ts";
import type { Rule } from "../../config/rules/ruleSyntax.ts";
import type { SynthConfig } from "../../config/schema.ts";
import { type Finding, locate } from "../../jsonc/configText.ts";
import { grouped } from "../../language/counts.ts";
import type { CheckedRule } from "../../protocol/rules.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import { type Table, takeRows } from "../../table/table.ts";
import { judgeRule } from "../../transform/rules/judge/judgeRule.ts";
import { type RuleView, viewSource } from "../../transform/rules/judge/ruleView.ts";
import { splitHoldout } from "../holdout.ts";

/** Row numbers named in a message. */
const namedRows = 5;

/** What the quick fix of a broken rule says. */
const repairTitle = "Learn from these rows and keep the rule in the output";

/** Row numbers listed of one rule, at most. */
const maxListedRows = 1000;

/** One an entry of `rules`: how it fares on the table; null where the entry has a fault. */
export function judgeRules(config: SynthConfig, table: Table, profile: TableProfile): (CheckedRule | null)[] {
  const specs = resolveColumns(config, profile);
  const view = viewSource(table, specs);
  const { training, holdout } = splitHoldout(table.rows, holdoutRows(config, table.rows), config.seed);
  let trained: RuleView | undefined;
  // of two rows that repeat a key, one may be set aside
  const breaksTrained = (rule: Rule): boolean => {
    if (holdout.length === 0) return true;
    trained ??= viewSource(takeRows(table, training), specs);
    return judgeRule(rule, trained).broken.length > 0;
  };
  return checkRules(config, specs).rules.map((rule) => {
    if (rule === undefined) return null;
    const { applies, broken } = judgeRule(rule, view);
    const rows = Array.from(broken.subarray(0, maxListedRows), (row) => row + 1);
    const onlyAside = broken.length > 0 && !breaksTrained(rule);
    return { applies, broken: broken.length, rows, onlyAside };
  });
}

/**
 * Rules that rows of the source break: errors, or warnings where the rule says `repair` or only rows set aside for the report
 * break it, which no model sees. Rows are counted from 1.
 */
export function brokenRules(parsed: ParsedConfig, table: Table, profile: TableProfile): Diagnostic[] {
  const { config } = parsed;
  if (config === undefined || config.rules.length === 0) return [];
  return brokenDiagnostics(parsed, judgeRules(config, table, profile));
}

/** The same from how the rules fare; `checked`: one an entry of `rules` of this config. */
export function brokenDiagnostics(
  { config, source }: ParsedConfig,
  checked: readonly (CheckedRule | null)[],
): Diagnostic[] {
  return checked.flatMap((rule, at) => {
    const entry = config?.rules[at];
    if (rule === null || rule.broken === 0 || entry === undefined) return [];
    const repair = typeof entry !== "string" && entry.repair;
    const text = brokenText(rule);
    const finding: Finding = {
      severity: repair || rule.onlyAside ? "warning" : "error",
      code: "rule-broken",
      message: repair
        ? `${text}; the model learns from them as they are, and the output keeps the rule`
        : rule.onlyAside
          ? `${text}, set aside for the report; the output keeps the rule`
          : `${text}; correct the rule or the data, or add "repair": true to learn from them and keep the rule in the output`,
      path: rulePath(at, null),
      at: "value",
      // an object may take several lines, of which only the first is marked: its key is added where it stands
      ...(typeof entry === "string" && { fix: { title: repairTitle, value: { rule: entry, repair: true } } }),
    };
    return [locate(source, finding)];
  });
}

/** `breaks in 12 of 32,561 rows (rows 3, 17, 18 and 9 more)` */
function brokenText({ applies, broken, rows: listed }: CheckedRule): string {
  const rows = listed.slice(0, namedRows).map((row) => grouped(row));
  const more = broken - rows.length;
  const named = more > 0 ? `${rows.join(", ")} and ${grouped(more)} more` : rows.join(", ");
  return `breaks in ${grouped(broken)} of ${grouped(applies)} rows (${broken === 1 ? "row" : "rows"} ${named})`;
}
