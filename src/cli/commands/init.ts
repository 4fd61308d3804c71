import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { Command } from "commander";
import { checkColumns } from "../../config/check/checkColumns.ts";
import { initConfig } from "../../config/initConfig.ts";
import { parseConfig } from "../../config/parseConfig.ts";
import { keepInputs } from "../../pipeline/keepInputs.ts";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { profileTable } from "../../table/profile/profileTable.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import { readTable } from "../../table/read/read.ts";

interface InitFlags {
  readonly output?: string;
  readonly target?: string;
  readonly force?: boolean;
}

export function initCommand(): Command {
  return new Command("init")
    .description("write a commented config inferred from a table")
    .argument("<data>", "CSV, TSV, Parquet, JSON or NDJSON file")
    .option("-o, --output <file>", "config to write (default: NAME.synth.json beside the data)")
    .option("--target <column>", "column the report should predict")
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
      const profile = profileTable(await readTable(source));
      const text = initConfig(relative(dirname(config), source), profile, {
        ...(flags.target !== undefined && { target: flags.target }),
      });
      if (flags.target !== undefined) checkTarget(flags.target, text, config, profile);
      await writeAtomically(config, text);
      for (const warning of profile.warnings) process.stderr.write(`warning: ${warning}\n`);
      process.stdout.write(`${relative(process.cwd(), config) || config}\n`);
      process.stderr.write(`Next: syndata run ${relative(process.cwd(), config) || config}\n`);
    });
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
