import { resolve } from "node:path";
import { Command } from "commander";
import { version } from "../../../package.json";
import { counted } from "../../language/counts.ts";
import { describeFailure } from "../../pipeline/failure.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import { diagnosticsSarif } from "../../report/gateFiles.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { exitCodes } from "../exitCodes.ts";
import { readInChild } from "../inChild.ts";
import { formatDiagnostic, printFailure } from "../reportFailure.ts";

export function validateCommand(): Command {
  return new Command("validate")
    .description("check a config against its table; nothing is trained or written")
    .argument("<config...>", "*.synth.json files")
    .option("--sarif <file>", "write the findings as SARIF, for code scanning")
    .option("--json", "diagnostics as JSON on standard output")
    .action(async (configs: string[], flags: { readonly json?: boolean; readonly sarif?: string }) => {
      const found: Diagnostic[] = [];
      let failed = false;
      for (const config of configs) {
        try {
          const checked = await readInChild("validate", { config: resolve(config) });
          found.push(...checked.diagnostics);
          if (flags.json) continue;
          for (const d of checked.diagnostics) process.stderr.write(`${formatDiagnostic(d)}\n`);
          process.stdout.write(
            `${config}: ok (${counted(checked.rows, "row")} × ${counted(checked.columns, "column")})\n`,
          );
        } catch (error) {
          const failure = describeFailure(error);
          if (failure.exitCode !== exitCodes.usage || (flags.json && failure.diagnostics.length === 0))
            throw error;
          failed = true;
          found.push(...failure.diagnostics);
          if (!flags.json) printFailure(failure);
        }
      }
      if (flags.sarif !== undefined)
        await writeAtomically(resolve(flags.sarif), diagnosticsSarif(found, version));
      if (flags.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
      process.exitCode = failed ? exitCodes.usage : exitCodes.done;
    });
}
