import { resolve } from "node:path";
import { Command } from "commander";
import { doInChild } from "../inChild.ts";

export function rulesCommand(): Command {
  return new Command("rules")
    .description("find rules between the columns of a table: sums, orders, products, groups, missing values")
    .argument("<data>", "CSV, TSV, Parquet, JSON or NDJSON file")
    .option("--json", "the rules with their evidence as JSON")
    .action(async (data: string, flags: { readonly json?: boolean }) => {
      const found = await doInChild("rules", { data: resolve(data) });
      if (flags.json) {
        process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
        return;
      }
      for (const { json, evidence } of found) process.stdout.write(`${json}\n    ${evidence}\n`);
      process.stderr.write(
        found.length === 0
          ? "no rule found\n"
          : `${found.length === 1 ? "1 rule" : `${found.length} rules`}; copy those to keep into "rules" of the config\n`,
      );
    });
}
