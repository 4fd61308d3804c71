import type { ColumnSpec } from "../../config/columnSpec.ts";
import { parseConfig } from "../../config/parseConfig.ts";
import { describeRule, ruleJson } from "../../config/rules/printRule.ts";
import type { FoundRuleText } from "../../protocol/rules.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import type { LoadedTable } from "../../table/read/read.ts";
import type { Table } from "../../table/table.ts";
import {
  type DetectOptions,
  detectRules,
  evidenceText,
  type FoundRule,
  isExact,
} from "../../transform/rules/detect/detectRules.ts";
import { nearShare } from "../../transform/rules/detect/near.ts";
import { judgeRule } from "../../transform/rules/judge/judgeRule.ts";
import { type RuleView, viewSource } from "../../transform/rules/judge/ruleView.ts";
import { splitRows } from "./preprocess.ts";

/**
 * Finds rules in the rows a config would train on, not in those its report holds out. A run checks written rules in all rows, so that
 * those which another row breaks are offered only, or left out where more than one row in a thousand breaks them.
 */
export async function findRules(
  text: string,
  data: { readonly loaded: LoadedTable; readonly profile: TableProfile },
  options: Omit<DetectOptions, "seed"> = {},
): Promise<FoundRuleText[]> {
  const { config } = parseConfig(text, "the config");
  if (config === undefined) return [];
  const { specs, training, holders } = splitRows({ config, ...data });
  const found = await detectRules(training, specs, {
    ...options,
    seed: config.seed,
    holders: holders?.table,
  });
  const { table } = data.loaded;
  if (table.rows === training.rows) return describe(found);
  const view = viewSource(table, specs);
  const checked = found.map((one) => (isExact(one) ? inAllRows(one, view) : one));
  const held = checked.filter((one): one is FoundRule => one !== null);
  return describe([...held.filter(isExact), ...held.filter((one) => !isExact(one))]);
}

/** The rules of training rows, by the specs of their columns. */
export async function describeFound(
  training: Table,
  specs: readonly ColumnSpec[],
  options: DetectOptions,
): Promise<FoundRuleText[]> {
  return describe(await detectRules(training, specs, options));
}

/** A rule with the rows that were in neither part counted as held out; null where too many of them break it. */
function inAllRows(found: FoundRule, view: RuleView): FoundRule | null {
  const { applies, broken } = judgeRule(found.rule, view);
  if (broken.length === 0) return found;
  if (broken.length > nearShare * applies) return null;
  return { ...found, held: applies - found.rows, heldBroken: broken.length };
}

function describe(found: readonly FoundRule[]): FoundRuleText[] {
  return found.map(({ rule, ...evidence }) => ({
    text: describeRule(rule),
    json: ruleJson(isExact(evidence) ? rule : { ...rule, repair: true }),
    evidence: evidenceText(evidence),
    exact: isExact(evidence),
    ...evidence,
  }));
}
