import { resolve } from "node:path";
import { Command } from "commander";
import { readInChild } from "../inChild.ts";
import { makePaint } from "../paint.ts";
import { profileLines } from "../profileLines.ts";

export function profileCommand(): Command {
  return new Command("profile")
    .description("show the type inferred for each column of a table, and why")
    .argument("<data>", "CSV, TSV, Parquet, JSON or NDJSON file")
    .option("--json", "the whole profile as JSON")
    .action(async (data: string, flags: { readonly json?: boolean }) => {
      const profile = await readInChild("profile", { data: resolve(data) });
      if (flags.json) process.stdout.write(`${JSON.stringify(profile, null, 2)}\n`);
      else {
        const { stdout } = process;
        const room = stdout.isTTY ? stdout.columns : undefined;
        stdout.write(`${profileLines(profile, makePaint(stdout), room).join("\n")}\n`);
      }
    });
}
