import { resolve } from "node:path";
import { Command } from "commander";
import { readInChild } from "../inChild.ts";

function summary(found: readonly { readonly exact: boolean }[]): string {
  if (found.length === 0) return "no rule found\n";
  const near = found.filter(({ exact }) => !exact).length;
  const rules = found.length === 1 ? "1 rule" : `${found.length} rules`;
  const broken = near === 0 ? "" : `, ${near} of them broken in some rows ("repair": true)`;
  return `${rules}${broken}; copy those to keep into "rules" of the config\n`;
}

export function rulesCommand(): Command {
  return new Command("rules")
    .description("find rules between the columns of a table: sums, orders, products, groups, missing values")
    .argument("<data>", "CSV, TSV, Parquet, JSON or NDJSON file")
    .option("--json", "the rules with their evidence as JSON")
    .action(async (data: string, flags: { readonly json?: boolean }) => {
      const found = await readInChild("rules", { data: resolve(data) });
      if (flags.json) {
        process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
        return;
      }
      for (const { json, evidence } of found) process.stdout.write(`${json}\n    ${evidence}\n`);
      process.stderr.write(summary(found));
    });
}
