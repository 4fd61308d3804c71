import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Command } from "commander";
import { formatEndings, formatOf } from "../../config/paths.ts";
import { listText } from "../../jsonc/quote.ts";
import { keepInputs } from "../../pipeline/keepInputs.ts";
import { outputFormatFor } from "../../pipeline/outputFormat.ts";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { sample } from "../../pipeline/stages/sample.ts";
import { prepareOutputFolder } from "../../pipeline/stages/validate.ts";
import { loadTrained } from "../../pipeline/trainedModel.ts";
import { explainConditions, userConditions, userFilter } from "../../pipeline/userConditions.ts";
import { DataError } from "../../table/dataError.ts";
import { collect, parseCount, parseSeed } from "../arguments.ts";
import { exitCodes } from "../exitCodes.ts";
import { formatBytes, formatCount, formatDuration, formatNoun } from "../formatValues.ts";
import { onInterrupt } from "../onInterrupt.ts";
import { makeProgressView } from "../progressView.ts";

interface SampleFlags {
  readonly rows: number;
  readonly where?: readonly string[];
  readonly seed: number;
  readonly out?: string;
  readonly quiet?: boolean;
}

export function sampleCommand(): Command {
  return new Command("sample")
    .description("sample rows from a trained model; the source data is not needed")
    .argument("<model>", "a *.synthmodel file")
    .requiredOption("--rows <n>", "rows to make", parseCount)
    .option(
      "--where <condition>",
      'only such rows: "col=value", "col=a|b", "age=30..40", "day=2024-01-31", "col=missing"; repeatable',
      collect,
    )
    .option("--seed <s>", "seed of all randomness", parseSeed, 42)
    .option("--out <file>", "file to write, - for CSV on standard output (default: MODEL-sample.csv here)")
    .option("--quiet", "print errors only")
    .action(async (path: string, flags: SampleFlags) => {
      process.exitCode = await sampleModel(resolve(path), flags);
    });
}

async function sampleModel(path: string, flags: SampleFlags): Promise<number> {
  const trained = await loadTrained(path);
  const out = await outputOf(path, flags);
  const where = userConditions(trained, flags.where ?? []);
  const filter = userFilter(trained, flags.where ?? []);
  const controller = new AbortController();
  const stop = onInterrupt(() => controller.abort());
  const view = flags.quiet ? undefined : makeProgressView(process.stderr);
  view?.show({ type: "stage", stage: "sample", state: "start" });
  const started = Date.now();
  try {
    const { rows, bytes } = await sample({
      model: trained.model,
      restore: trained.restore,
      rows: flags.rows,
      seed: flags.seed,
      where,
      filter,
      to: out ?? process.stdout,
      format: outputFormatFor(trained.format, formatOf(out ?? "") ?? "csv", out ?? "-"),
      formats: trained.columns,
      keep: 0,
      signal: controller.signal,
      progress: (done) =>
        view?.show({
          type: "progress",
          stage: "sample",
          fraction: done / flags.rows,
          label: `${formatCount(done)}/${formatCount(flags.rows)} rows`,
          etaMs: null,
        }),
    });
    view?.stop();
    const ms = Date.now() - started;
    if (rows < flags.rows)
      process.stderr.write(
        `warning: only ${formatCount(rows)} of ${formatNoun(flags.rows, "row")}: too few of those drawn meet the conditions\n`,
      );
    if (!flags.quiet)
      process.stderr.write(
        `${formatNoun(rows, "row")}, ${formatBytes(bytes)}, in ${formatDuration(ms)} (${formatCount(Math.round((rows * 1000) / ms))} rows/s)\n`,
      );
    if (out !== undefined) process.stdout.write(`${out}\n`);
    return exitCodes.done;
  } catch (error) {
    view?.stop();
    // `| head` has read enough
    if (error instanceof DataError && error.code === "reader-gone") return exitCodes.done;
    if (!controller.signal.aborted) throw explainConditions(trained, flags.where ?? [], error);
    process.stderr.write("cancelled\n");
    return exitCodes.cancelled;
  } finally {
    stop();
    await trained.model.dispose();
  }
}

/** The file to write, its folder made; undefined for standard output. @throws PipelineError */
async function outputOf(model: string, { out, quiet }: SampleFlags): Promise<string | undefined> {
  if (out === "-") return undefined;
  const path = resolve(out ?? `${basename(model).replace(/\.synthmodel$/, "")}-sample.csv`);
  keepInputs([path], [model]);
  await prepareOutputFolder(path, "--out");
  if (formatOf(path) === undefined)
    throw new PipelineError(
      `--out ${out}: the ending tells no format; it can be ${listText(formatEndings, "or")}, and .gz after .csv, .tsv, .ndjson or .json`,
    );
  if (out !== undefined && existsSync(path) && !quiet) process.stderr.write(`warning: replacing ${path}\n`);
  return path;
}
