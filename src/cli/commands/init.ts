import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { Command } from "commander";
import { checkColumns } from "../../config/check/checkColumns.ts";
import { initConfig } from "../../config/initConfig.ts";
import { applyOverrides } from "../../config/overrides.ts";
import { parseConfig } from "../../config/parseConfig.ts";
import { readOptions } from "../../config/readOptions.ts";
import type { SourceConfig } from "../../config/schema.ts";
import { keepInputs } from "../../pipeline/keepInputs.ts";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { profileTable } from "../../table/profile/profileTable.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import { readTable } from "../../table/read/read.ts";
import { parseAssignment } from "../arguments.ts";

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
    .action(async (data: string, flags: InitFlags) => {
      const source = resolve(data);
      const config = resolve(flags.output ?? join(dirname(source), `${stem(source)}.synth.json`));
      keepInputs([config], [source]);
      if (existsSync(config) && !flags.force) {
        throw new PipelineError(
          `${config} exists already; use --force to overwrite it or -o to write elsewhere`,
        );
      }
      const given = sourceOptions(source, flags.set ?? []);
      const profile = profileTable(await readTable(source, readOptions(given, {})));
      const text = initConfig(relative(dirname(config), source), profile, {
        source: given,
        ...(flags.target !== undefined && { target: flags.target }),
      });
      if (flags.target !== undefined) checkTarget(flags.target, text, config, profile);
      await writeAtomically(config, text);
      for (const warning of profile.warnings) process.stderr.write(`warning: ${warning}\n`);
      process.stdout.write(`${relative(process.cwd(), config) || config}\n`);
      process.stderr.write(`Next: syndata run ${relative(process.cwd(), config) || config}\n`);
    });
}

/** What `--set source.…` says of how the table is read. @throws PipelineError */
function sourceOptions(path: string, set: NonNullable<InitFlags["set"]>): Omit<SourceConfig, "path"> {
  const foreign = set.find(([key]) => !key.startsWith("source.") || key === "source.path");
  if (foreign !== undefined)
    throw new PipelineError(
      `--set ${foreign[0]}: init takes keys of source, such as source.header, source.skip or source.delimiter; set the others in the config`,
    );
  const parsed = applyOverrides(parseConfig(JSON.stringify({ source: { path } }), "--set"), { set });
  if (parsed.config === undefined) throw new PipelineError("nothing was written", parsed.diagnostics);
  const { path: _, ...options } = parsed.config.source;
  return options;
}

/** @throws PipelineError when the table has no such column, or nobody can predict it */
function checkTarget(target: string, text: string, config: string, profile: TableProfile): void {
  const found = checkColumns(parseConfig(text, config), profile).find(
    ({ severity, path }) => severity === "error" && path.join(".") === "report.target",
  );
  if (found !== undefined) throw new PipelineError(`--target ${target}: ${found.message}`);
}

function stem(path: string): string {
  return basename(path).replace(/(\.(csv|tsv|tab|txt|parquet|json|ndjson|jsonl))?(\.gz)?$/i, "");
}
