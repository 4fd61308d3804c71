import { relative, resolve } from "node:path";
import { Command, Option } from "commander";
import type { ModelType } from "../../config/modelOptions/model.ts";
import { readOptions } from "../../config/readOptions.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import { UserError } from "../../table/userError.ts";
import { parseAssignment, parseModel } from "../arguments.ts";
import { doInChild, readInChild } from "../inChild.ts";
import { printWarning } from "../reportFailure.ts";
import { askInit } from "../shell/askInit.ts";

interface InitFlags {
  readonly out?: string;
  readonly output?: string;
  readonly target?: string;
  readonly model?: ModelType;
  readonly interactive?: boolean;
  readonly force?: boolean;
  readonly set?: readonly (readonly [string, unknown])[];
}

export function initCommand(): Command {
  return (
    new Command("init")
      .description("write a commented config inferred from a table")
      .argument("<data>", "CSV, TSV, Parquet, JSON or NDJSON file")
      .option("-o, --out <file>", "config to write (default: NAME.synth.json beside the data)")
      // its name before; scripts may use it
      .addOption(new Option("--output <file>").hideHelp())
      .option("--target <column>", "column the report should predict")
      .option("--model <name>", "model of the config", parseModel)
      .option("--interactive", "ask for the target, the model and the rows")
      .option(
        "--set <path=value>",
        "how to read the table, such as source.header=false or source.skip=3 (repeatable)",
        parseAssignment,
      )
      .option("--force", "overwrite an existing config")
      .action(
        async (
          data: string,
          { output, out = output, target, model, set = [], force = false, interactive }: InitFlags,
        ) => {
          const source = sourceOptions(set);
          const answers = interactive ? await askInit(await readProfile(data, source)) : {};
          const made = await doInChild("init", {
            data: resolve(data),
            overwrite: force,
            ...(out !== undefined && { config: resolve(out) }),
            ...answers,
            ...(target !== undefined && { target }),
            ...(model !== undefined && { model }),
            source,
          });
          for (const warning of made.warnings) printWarning(warning);
          const config = relative(process.cwd(), made.config) || made.config;
          process.stdout.write(`${config}\n`);
          process.stderr.write(`Next: syndata run ${config}\n`);
        },
      )
  );
}

/** What is asked about. */
function readProfile(data: string, source: object): Promise<TableProfile> {
  return readInChild("profile", { data: resolve(data), options: readOptions(source, {}) });
}

/** `source.header=false` → `{ header: false }`. @throws UserError for a key that says nothing of how a table is read */
function sourceOptions(set: NonNullable<InitFlags["set"]>): object {
  return Object.fromEntries(
    set.map(([key, value]) => {
      if (!key.startsWith("source.") || key === "source.path")
        throw new UserError(
          `--set ${key}: init takes the keys of source that say how a table is read, such as source.header or source.skip; set the others in the config`,
        );
      return [key.slice("source.".length), value];
    }),
  );
}
