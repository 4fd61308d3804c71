import { basename, extname, resolve } from "node:path";
import { Command } from "commander";
import { counted, grouped } from "../../language/counts.ts";
import { parseCount, parseSeed } from "../arguments.ts";
import { doInChild } from "../inChild.ts";
import { printWarningEvent } from "../reportFailure.ts";

interface ImputeFlags {
  readonly draws?: number;
  readonly seed: number;
  readonly out?: string;
}

export function imputeCommand(): Command {
  return new Command("impute")
    .description("fill in the missing cells of a table with a trained circuit or argn model")
    .argument("<model>", "a *.synthmodel file")
    .argument("<data>", "table with missing cells; columns by the names the model was trained on")
    .option(
      "--draws <m>",
      "multiple imputation: write m tables of joint draws instead of one of best values",
      parseCount,
    )
    .option("--seed <s>", "seed of all randomness", parseSeed, 42)
    .option("--out <file>", "file to write (default: DATA-imputed.csv; with --draws DATA-imputed-1.csv …)")
    .action(async (model: string, data: string, { draws, seed, out }: ImputeFlags) => {
      const { outputs, filled, left } = await doInChild(
        "impute",
        {
          model: resolve(model),
          data: resolve(data),
          out: resolve(out ?? defaultOutput(data)),
          seed,
          ...(draws !== undefined && { draws }),
        },
        printWarningEvent,
      );
      for (const path of outputs) process.stdout.write(`${path}\n`);
      const rest = left > 0 ? `; ${grouped(left)} left, in columns the model was not trained on` : "";
      process.stderr.write(`${counted(filled, "cell")} filled in${rest}\n`);
    });
}

function defaultOutput(data: string): string {
  const extension = extname(data.replace(/\.gz$/, "")) + (data.endsWith(".gz") ? ".gz" : "");
  return `${basename(data).slice(0, -extension.length || undefined)}-imputed${extension || ".csv"}`;
}
