import { resolve } from "node:path";
import { Command } from "commander";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { validate } from "../../pipeline/stages/validate.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import { exitCodes } from "../exitCodes.ts";
import { formatNoun } from "../formatValues.ts";
import { formatDiagnostic, printFailure } from "../reportFailure.ts";

export function validateCommand(): Command {
  return new Command("validate")
    .description("check a config against its table; nothing is trained or written")
    .argument("<config...>", "*.synth.json files")
    .option("--json", "diagnostics as JSON on standard output")
    .action(async (configs: string[], flags: { readonly json?: boolean }) => {
      const found: Diagnostic[] = [];
      let failed = false;
      for (const config of configs) {
        try {
          const plan = await validate(resolve(config), {});
          found.push(...plan.diagnostics);
          if (!flags.json) {
            for (const d of plan.diagnostics) process.stderr.write(`${formatDiagnostic(d)}\n`);
            const { rows, columns } = plan.loaded.table;
            process.stdout.write(
              `${config}: ok (${formatNoun(rows, "row")} × ${formatNoun(columns.length, "column")})\n`,
            );
          }
        } catch (error) {
          if (!(error instanceof PipelineError)) throw error;
          failed = true;
          found.push(...error.diagnostics);
          if (!flags.json) printFailure(error);
        }
      }
      if (flags.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
      process.exitCode = failed ? exitCodes.usage : exitCodes.done;
    });
}
