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
  isExact,
} from "../../transform/rules/detect/detectRules.ts";
import { splitRows } from "./preprocess.ts";

/** Finds rules in the rows a config would train on: never in those its report holds out. */
export async function findRules(
  text: string,
  data: { readonly loaded: LoadedTable; readonly profile: TableProfile },
  options: Omit<DetectOptions, "seed"> = {},
): Promise<FoundRuleText[]> {
  const { config } = parseConfig(text, "the config");
  if (config === undefined) return [];
  const { specs, training, holders } = splitRows({ config, ...data });
  return await describeFound(training, specs, { ...options, seed: config.seed, holders: holders?.table });
}

/** The same in training rows, by the specs of their columns. */
export async function describeFound(
  training: Table,
  specs: readonly ColumnSpec[],
  options: DetectOptions,
): Promise<FoundRuleText[]> {
  const found = await detectRules(training, specs, options);
  return found.map(({ rule, ...evidence }) => ({
    text: describeRule(rule),
    json: ruleJson(isExact(evidence) ? rule : { ...rule, repair: true }),
    evidence: evidenceText(evidence),
    exact: isExact(evidence),
    ...evidence,
  }));
}
