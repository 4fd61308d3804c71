import { z } from "zod";
import { parseConfig } from "../config/parseConfig.ts";
import { learningOptions } from "../config/readOptions.ts";
import { judgeRules } from "../pipeline/stages/brokenRules.ts";
import type { CheckedRule } from "../protocol/rules.ts";
import { readTable } from "../table/read/read.ts";
import { profilePersonal } from "../transform/personal/profilePersonal.ts";
import { path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  data: path,
  /** Text of a config with the rules and what it says of the columns. */
  config: z.string(),
});

/** One an entry of `rules`; null where the entry cannot be judged. Empty when the config has errors elsewhere. */
export type CheckedRules = readonly (CheckedRule | null)[];

/** Counts the rows of a table that break the rules of a config. Writes nothing and returns no value of the table. */
export const checkRulesJob: Job<typeof input, never, CheckedRules> = {
  input,
  async run({ data, config: text }, { signal }) {
    const parsed = parseConfig(text, "the config");
    const { config } = parsed;
    if (config === undefined || config.rules.length === 0) return [];
    const loaded = await readTable(data, learningOptions(config.source, config.columns));
    signal.throwIfAborted();
    return judgeRules(config, loaded.table, profilePersonal(loaded));
  },
};
