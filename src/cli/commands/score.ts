import { basename, resolve } from "node:path";
import { Command } from "commander";
import { counted } from "../../language/counts.ts";
import type { ScoredRow } from "../../pipeline/savedModel/scoreRows.ts";
import { parseCount } from "../arguments.ts";
import { doInChild } from "../inChild.ts";
import { makePaint } from "../paint.ts";
import { printWarningEvent } from "../reportFailure.ts";
import { cell } from "../textTable.ts";

interface ScoreFlags {
  readonly out?: string;
  readonly top: number;
}

export function scoreCommand(): Command {
  return new Command("score")
    .description(
      "log-likelihood of each row under a trained circuit or argn model: outliers, and rows a model remembers",
    )
    .argument("<model>", "a *.synthmodel file")
    .argument("<data>", "table; columns by the names the model was trained on")
    .option(
      "--out <file>",
      "file to write: row, logLikelihood, and the most unusual column with its value's log-probability and surprise",
    )
    .option("--top <n>", "number of least likely rows to show", parseCount, 10)
    .action(score);
}

async function score(model: string, data: string, flags: ScoreFlags): Promise<void> {
  const out = flags.out === undefined ? undefined : resolve(flags.out);
  const { rows, mean, unlikeliest } = await doInChild(
    "score",
    {
      model: resolve(model),
      data: resolve(data),
      top: flags.top,
      ...(out !== undefined && { out }),
    },
    printWarningEvent,
  );
  if (out !== undefined) process.stderr.write(`${counted(rows, "row")} scored: ${out}\n`);
  const paint = makePaint(process.stdout);
  const header = `${cell("row", 9)} ${cell("logLikelihood", 14)} most unusual column: ln P of its value, nats below the usual`;
  process.stdout.write(`${basename(data)}: mean log-likelihood ${mean.toFixed(3)} nats a row\n\n`);
  process.stdout.write(`${paint("bold", header)}\n`);
  for (const row of unlikeliest)
    process.stdout.write(
      `${cell(String(row.row + 1), 9)} ${cell(row.logLikelihood.toFixed(2), 14)} ${oddest(row)}\n`,
    );
}

function oddest({ column, logProbability, surprise }: ScoredRow): string {
  if (column === undefined) return "–";
  return `${cell(column, 0, 40)} (${logProbability.toFixed(2)}, ${surprise.toFixed(2)} below)`;
}
