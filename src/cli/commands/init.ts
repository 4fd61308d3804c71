import { relative, resolve } from "node:path";
import { Command } from "commander";
import { UserError } from "../../table/userError.ts";
import { parseAssignment } from "../arguments.ts";
import { doInChild } from "../inChild.ts";
import { printWarning } from "../reportFailure.ts";

interface InitFlags {
  readonly output?: string;
  readonly target?: string;
  readonly force?: boolean;
  readonly set?: readonly (readonly [string, unknown])[];
}

export function initCommand(): Command {
  return new Command("init")
    .description("write a commented config inferred from a table")
    .argument("<data>", "CSV, TSV, Parquet, JSON or NDJSON file")
    .option("-o, --output <file>", "config to write (default: NAME.synth.json beside the data)")
    .option("--target <column>", "column the report should predict")
    .option(
      "--set <path=value>",
      "how to read the table, such as source.header=false or source.skip=3 (repeatable)",
      parseAssignment,
    )
    .option("--force", "overwrite an existing config")
    .action(async (data: string, { output, target, set = [], force = false }: InitFlags) => {
      const made = await doInChild("init", {
        data: resolve(data),
        overwrite: force,
        ...(output !== undefined && { config: resolve(output) }),
        ...(target !== undefined && { target }),
        source: sourceOptions(set),
      });
      for (const warning of made.warnings) printWarning(warning);
      const config = relative(process.cwd(), made.config) || made.config;
      process.stdout.write(`${config}\n`);
      process.stderr.write(`Next: syndata run ${config}\n`);
    });
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
