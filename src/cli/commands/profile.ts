import { resolve } from "node:path";
import { Command } from "commander";
import { startInProcess } from "../../worker/inProcess.ts";
import { makePaint } from "../paint.ts";
import { profileLines } from "../profileLines.ts";

export function profileCommand(): Command {
  return new Command("profile")
    .description("show the type inferred for each column of a table, and why")
    .argument("<data>", "CSV, TSV, Parquet, JSON or NDJSON file")
    .option("--json", "the whole profile as JSON")
    .action(async (data: string, flags: { readonly json?: boolean }) => {
      const profile = await startInProcess("profile", { data: resolve(data) }).result;
      if (flags.json) process.stdout.write(`${JSON.stringify(profile, null, 2)}\n`);
      else process.stdout.write(`${profileLines(profile, makePaint(process.stdout)).join("\n")}\n`);
    });
}
