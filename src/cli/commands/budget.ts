import { resolve } from "node:path";
import { Command } from "commander";
import type { ExpectedError } from "../../config/privacy/expectedErrors.ts";
import type { Budget } from "../../jobs/budget.ts";
import { grouped } from "../../language/counts.ts";
import { readInChild } from "../inChild.ts";
import { formatDiagnostic } from "../reportFailure.ts";

/** Tables shown, the worst first. */
const shown = 10;

export function budgetCommand(): Command {
  return new Command("budget")
    .description(
      "what a run with a privacy guarantee would spend, how much noise it brings, and what is spent; spends nothing",
    )
    .argument("<config>", "*.synth.json file with privacy")
    .option("--json", "all of it as JSON")
    .action(async (config: string, flags: { readonly json?: boolean }) => {
      const budget = await readInChild("budget", { config: resolve(config) });
      if (flags.json) {
        process.stdout.write(`${JSON.stringify(budget, null, 2)}\n`);
        return;
      }
      for (const diagnostic of budget.diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
      process.stdout.write(budgetText(budget));
    });
}

function budgetText(budget: Budget): string {
  const { sentence, epsilon, delta, rho, cells, errors, ledger, spent, afterRun, totalDelta } = budget;
  const limit = budget.budget === null ? "no privacy.budget is set" : `privacy.budget is ${budget.budget}`;
  const runs = new Set(ledger.map(({ run }) => run)).size;
  const lines = [
    `${sentence}.`,
    "",
    `this run      ε ${epsilon}, δ ${delta} (ρ ${rho.toPrecision(4)}), noise in ${grouped(cells)} cells of ${errors.length} tables`,
    `spent so far  ε ${spent.toFixed(2)} in ${runs === 1 ? "1 run" : `${runs} runs`} on this source`,
    `after it      ε ${afterRun.toFixed(2)}${totalDelta > delta ? ` at δ ${totalDelta.toPrecision(2)}` : ""}; ${limit}`,
    ...boughtLines(budget),
    "",
    "expected error of the counts, before the fit takes most of it away (rows)",
    ...errors.slice(0, shown).map(errorLine),
  ];
  if (errors.length > shown) lines.push(`  … and ${errors.length - shown} more tables`);
  return `${lines.join("\n")}\n`;
}

function boughtLines({ bought, ignored, byName }: Budget): string[] {
  const lines = [...byName, ...ignored].map((line) => `  ${line}`);
  if (bought === null) return lines.length === 0 ? [] : ["", ...lines];
  const { columns, textRows, binRows } = bought;
  return [
    "",
    `a tenth of it buys what ${columns.length === 1 ? "1 column" : `${columns.length} columns`} may hold: texts that about ${grouped(textRows)} rows share, bins of about ${grouped(binRows)} rows`,
    `  ${columns.join(", ")}`,
    ...lines,
  ];
}

function errorLine({ columns, cells, sigma, moved }: ExpectedError): string {
  return `  ${columns.join(" × ").padEnd(40)} ${grouped(cells).padStart(8)} cells   ± ${sigma.toFixed(1)} each   ${grouped(Math.round(moved))} moved`;
}
