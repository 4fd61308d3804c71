import { existsSync } from "node:fs";
import { basename, dirname, relative } from "node:path";
import { z } from "zod";
import { checkColumns } from "../config/check/checkColumns.ts";
import { initConfig } from "../config/initConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { configBeside } from "../config/paths.ts";
import { learningOptions } from "../config/readOptions.ts";
import { sourceSchema } from "../config/schema.ts";
import { InputError } from "../pipeline/inputError.ts";
import { keepInputs } from "../pipeline/keepInputs.ts";
import { findRules } from "../pipeline/stages/foundRules.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";
import { formulaWarning } from "../table/formulaCells.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import { readTable } from "../table/read/read.ts";
import { describeTable } from "../transform/personal/profilePersonal.ts";
import { modelType, path, rowCount } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  data: path,
  /** Where the config goes; `configBeside(data)` if omitted. */
  config: path.exactOptional(),
  /** Column the report predicts. */
  target: z.string().exactOptional(),
  /** How the table is read; the config says it too. */
  source: sourceSchema.omit({ path: true }).exactOptional(),
  model: modelType.exactOptional(),
  rows: rowCount.exactOptional(),
  overwrite: z.boolean().default(false),
});

export interface Initialized {
  /** Path of the config written. */
  readonly config: string;
  readonly text: string;
  readonly warnings: readonly string[];
}

/** Writes a commented config inferred from a table. */
export const initJob: Job<typeof input, never, Initialized> = {
  input,
  async run({ data, config = configBeside(data), overwrite, ...options }, { signal }) {
    keepInputs([config], [data]);
    refuseExisting(config, overwrite);
    const loaded = await readTable(data, learningOptions(options.source ?? {}, {}));
    const profile = describeTable(loaded);
    const path = relative(dirname(config), data);
    const plain = initConfig(path, profile, options);
    const rules = await findRules(plain, { loaded, profile }, { signal });
    const text = initConfig(path, profile, { ...options, rules });
    if (options.target !== undefined) checkTarget(options.target, text, config, profile);
    refuseExisting(config, overwrite);
    await writeAtomically(config, text);
    return { config, text, warnings: [...profile.warnings, ...formulaWarning(loaded.table)] };
  },
};

function refuseExisting(config: string, overwrite: boolean): void {
  if (!overwrite && existsSync(config))
    throw new InputError(
      "overwrite",
      `: ${basename(config)} exists already; give this to replace it, or name another file to write`,
    );
}

/** @throws InputError when the table has no such column, or nothing can predict it */
function checkTarget(target: string, text: string, config: string, profile: TableProfile): void {
  const found = checkColumns(parseConfig(text, config), profile).find(
    ({ severity, path }) => severity === "error" && path.join(".") === "report.target",
  );
  if (found !== undefined) throw new InputError("target", ` ${target}: ${found.message}`);
}
