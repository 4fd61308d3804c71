import { basename, extname, resolve } from "node:path";
import { Command } from "commander";
import { formatOf } from "../../config/paths.ts";
import { asDensityModel } from "../../models/synthesizer.ts";
import { keepInputs } from "../../pipeline/keepInputs.ts";
import { learntColumns } from "../../pipeline/learntColumns.ts";
import { outputFormatFor } from "../../pipeline/outputFormat.ts";
import { imputeRows } from "../../pipeline/savedModel/imputeRows.ts";
import { prepareOutputFolder } from "../../pipeline/stages/validate.ts";
import { loadTrained } from "../../pipeline/trainedModel.ts";
import type { FileFormat } from "../../table/format.ts";
import { type LoadedTable, readTable } from "../../table/read/read.ts";
import { openTableWriter } from "../../table/write/write.ts";
import { parseCount, parseSeed } from "../arguments.ts";
import { formatCount, formatNoun } from "../formatValues.ts";

interface ImputeFlags {
  readonly draws?: number;
  readonly seed: number;
  readonly out?: string;
}

export function imputeCommand(): Command {
  return new Command("impute")
    .description("fill in the missing cells of a table with a trained circuit or argn model")
    .argument("<model>", "a *.synthmodel file")
    .argument("<data>", "table with missing cells; columns by the names the model learnt")
    .option(
      "--draws <m>",
      "multiple imputation: write m tables of joint draws instead of one of best values",
      parseCount,
    )
    .option("--seed <s>", "seed of all randomness", parseSeed, 42)
    .option("--out <file>", "file to write (default: DATA-imputed.csv; with --draws DATA-imputed-1.csv …)")
    .action(async (modelPath: string, dataPath: string, flags: ImputeFlags) => {
      const trained = await loadTrained(resolve(modelPath));
      try {
        const draws = flags.draws ?? 1;
        const paths = Array.from({ length: draws }, (_, i) => outputPath(dataPath, flags, i));
        keepInputs(paths, [resolve(modelPath), resolve(dataPath)]);
        const loaded = await readTable(resolve(dataPath));
        const model = asDensityModel(trained.model, modelPath);
        for (const warning of learntColumns(model.columns, loaded.table, dataPath))
          process.stderr.write(`warning: ${warning}\n`);
        const tables = await imputeRows(model, trained.restore, loaded.table, {
          seed: flags.seed,
          draws,
        });
        const columns = loaded.table.columns.map((column, i) => ({
          name: column.name,
          format: loaded.formats[i]!,
        }));
        for (const [i, { table, filled, left }] of tables.entries()) {
          const path = paths[i]!;
          await prepareOutputFolder(path, "--out");
          const writer = await openTableWriter(path, formatFor(loaded, path), columns);
          await writer.write(table);
          await writer.close();
          process.stdout.write(`${path}\n`);
          if (i === 0)
            process.stderr.write(
              `${formatNoun(filled, "cell")} filled in${left > 0 ? `; ${formatCount(left)} left, in columns the model did not learn` : ""}\n`,
            );
        }
      } finally {
        await trained.model.dispose();
      }
    });
}

/** The data's own way of writing, unless the ending of the path asks for another. */
function formatFor({ format, path: source }: LoadedTable, path: string): FileFormat {
  const wanted = formatOf(path);
  return wanted === undefined ? format : outputFormatFor(format, wanted, path, source);
}

function outputPath(data: string, flags: ImputeFlags, draw: number): string {
  const extension = extname(data.replace(/\.gz$/, "")) + (data.endsWith(".gz") ? ".gz" : "");
  const out =
    flags.out ?? `${basename(data).slice(0, -extension.length || undefined)}-imputed${extension || ".csv"}`;
  if (flags.draws === undefined) return resolve(out);
  const end = extname(out);
  return resolve(`${out.slice(0, out.length - end.length)}-${draw + 1}${end}`);
}
