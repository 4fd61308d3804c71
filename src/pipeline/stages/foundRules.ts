import type { ColumnSpec } from "../../config/columnSpec.ts";
import { parseConfig } from "../../config/parseConfig.ts";
import { describeRule, ruleJson } from "../../config/rules/printRule.ts";
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

/** A rule found in a table, as it is shown and as a config writes it. */
export interface FoundRuleText {
  readonly text: string;
  /** The entry of `rules`, as JSON. */
  readonly json: string;
  readonly evidence: string;
  /** Whether no row looked at breaks it. Others hold in 99.9 % of rows at least: offered, and kept only when somebody says so. */
  readonly exact: boolean;
  /** Training rows it was found in and those of them that break it, the same of rows held out for detection. */
  readonly rows: number;
  readonly broken: number;
  readonly held: number;
  readonly heldBroken: number;
  /** Rows of those it was found in that chance would make break it. */
  readonly byChance: number;
}

/** Finds rules in the rows a config would train on: never in those its report holds out. */
export async function findRules(
  text: string,
  data: { readonly loaded: LoadedTable; readonly profile: TableProfile },
  options: Omit<DetectOptions, "seed"> = {},
): Promise<FoundRuleText[]> {
  const { config } = parseConfig(text, "the config");
  if (config === undefined) return [];
  const { specs, training } = splitRows({ config, ...data });
  return await describeFound(training, specs, { ...options, seed: config.seed });
}

async function describeFound(
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
