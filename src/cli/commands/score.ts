import { basename, resolve } from "node:path";
import { Command } from "commander";
import { formatOf } from "../../config/paths.ts";
import { asDensityModel } from "../../models/synthesizer.ts";
import { keepInputs } from "../../pipeline/keepInputs.ts";
import { learntColumns } from "../../pipeline/learntColumns.ts";
import { outputFormatFor } from "../../pipeline/outputFormat.ts";
import { type ScoredRow, scoreRows } from "../../pipeline/savedModel/scoreRows.ts";
import { prepareOutputFolder } from "../../pipeline/stages/validate.ts";
import { loadTrained } from "../../pipeline/trainedModel.ts";
import { readTable } from "../../table/read/read.ts";
import { openTableWriter } from "../../table/write/write.ts";
import { parseCount } from "../arguments.ts";
import { formatNoun } from "../formatValues.ts";
import { makePaint } from "../paint.ts";
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
    .argument("<data>", "table; columns by the names the model learnt")
    .option(
      "--out <file>",
      "file to write: row, logLikelihood, and the oddest column with its value's log-probability and surprise",
    )
    .option("--top <n>", "unlikeliest rows to show", parseCount, 10)
    .action(async (modelPath: string, dataPath: string, flags: ScoreFlags) => {
      const trained = await loadTrained(resolve(modelPath));
      try {
        const path = flags.out === undefined ? undefined : resolve(flags.out);
        keepInputs([path], [resolve(modelPath), resolve(dataPath)]);
        const { table } = await readTable(resolve(dataPath));
        const model = asDensityModel(trained.model, modelPath);
        for (const warning of learntColumns(model.columns, table, dataPath))
          process.stderr.write(`warning: ${warning}\n`);
        const scores = await scoreRows(model, trained.restore, table);
        if (path !== undefined) {
          await prepareOutputFolder(path, "--out");
          const writer = await openTableWriter(
            path,
            outputFormatFor(scores.format, formatOf(path) ?? "csv", path),
            scores.columns,
          );
          await writer.write(scores.table);
          await writer.close();
          process.stderr.write(`${formatNoun(table.rows, "row")} scored: ${path}\n`);
        }
        const paint = makePaint(process.stdout);
        process.stdout.write(
          `${basename(dataPath)}: mean log-likelihood ${scores.mean.toFixed(3)} nats a row\n\n`,
        );
        process.stdout.write(
          `${paint("bold", `${cell("row", 9)} ${cell("logLikelihood", 14)} oddest column: ln P of its value, nats below the usual`)}\n`,
        );
        for (const row of scores.unlikeliest(flags.top)) {
          process.stdout.write(
            `${cell(String(row.row + 1), 9)} ${cell(row.logLikelihood.toFixed(2), 14)} ${oddest(row)}\n`,
          );
        }
      } finally {
        await trained.model.dispose();
      }
    });
}

function oddest({ column, logProbability, surprise }: ScoredRow): string {
  if (column === undefined) return "–";
  return `${cell(column, 0, 40)} (${logProbability.toFixed(2)}, ${surprise.toFixed(2)} below)`;
}
