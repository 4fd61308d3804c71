import { relative, resolve } from "node:path";
import { Command } from "commander";
import { startInProcess } from "../../worker/inProcess.ts";
import { printWarning } from "../reportFailure.ts";

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
    .action(async (data: string, { output, target, force = false }: InitFlags) => {
      const made = await startInProcess("init", {
        data: resolve(data),
        overwrite: force,
        ...(output !== undefined && { config: resolve(output) }),
        ...(target !== undefined && { target }),
      }).result;
      for (const warning of made.warnings) printWarning(warning);
      const config = relative(process.cwd(), made.config) || made.config;
      process.stdout.write(`${config}\n`);
      process.stderr.write(`Next: syndata run ${config}\n`);
    });
}
