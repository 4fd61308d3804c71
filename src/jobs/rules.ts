import { basename, dirname, relative } from "node:path";
import { z } from "zod";
import { initConfig } from "../config/initConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { configBeside } from "../config/paths.ts";
import { learningOptions } from "../config/readOptions.ts";
import { sourceSchema } from "../config/schema.ts";
import { findRules } from "../pipeline/stages/foundRules.ts";
import type { FoundRuleText } from "../protocol/rules.ts";
import { readTable } from "../table/read/read.ts";
import { describeTable } from "../transform/personal/profilePersonal.ts";
import { path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  data: path,
  /** Text of a config that says what the columns are; one inferred from the table if omitted. */
  config: z.string().exactOptional(),
  /** How the table is read. */
  source: sourceSchema.omit({ path: true }).exactOptional(),
});

export interface RulesProgress {
  readonly type: "progress";
  readonly fraction: number;
}

/** Finds rules that the rows of a table obey, with what speaks for each. Tells no value that few rows hold. */
export const rulesJob: Job<typeof input, RulesProgress, readonly FoundRuleText[]> = {
  input,
  async run({ data, config, source = {} }, { signal, emit }) {
    const written = config === undefined ? undefined : parseConfig(config, "the config").config;
    const loaded = await readTable(data, learningOptions(written?.source ?? source, written?.columns ?? {}));
    const profile = describeTable(loaded);
    const text = config ?? initConfig(relative(dirname(configBeside(data)), data) || basename(data), profile);
    return await findRules(
      text,
      { loaded, profile },
      { signal, progress: (fraction) => emit({ type: "progress", fraction }) },
    );
  },
};
