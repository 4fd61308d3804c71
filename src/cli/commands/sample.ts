import { basename, resolve } from "node:path";
import { Command, Option } from "commander";
import { counted, grouped } from "../../language/counts.ts";
import { CancelledError } from "../../pipeline/failure.ts";
import { type PartFormat, partFormats } from "../../pipeline/shards/partsFolder.ts";
import { DataError } from "../../table/dataError.ts";
import { UserError } from "../../table/userError.ts";
import { startInProcess } from "../../worker/inProcess.ts";
import { collect, parseCount, parseSeed, parseShardRows } from "../arguments.ts";
import { exitCodes } from "../exitCodes.ts";
import { formatBytes, formatDuration } from "../formatValues.ts";
import { onInterrupt } from "../onInterrupt.ts";
import { makeProgressView } from "../progressView.ts";
import { printWarning } from "../reportFailure.ts";
import { sampleFolder } from "../sampleFolder.ts";

interface SampleFlags {
  readonly rows: number;
  readonly where?: readonly string[];
  readonly share?: string;
  readonly seed: number;
  readonly out?: string;
  readonly parts?: PartFormat;
  readonly shardRows?: number;
  readonly workers?: number;
  readonly quiet?: boolean;
}

export function sampleCommand(): Command {
  return new Command("sample")
    .description("sample rows from a trained model; the source data is not needed")
    .argument("<model>", "a *.synthmodel file")
    .requiredOption("--rows <n>", "rows to generate", parseCount)
    .option(
      "--where <condition>",
      'only such rows: "col=value", "col=a|b", "age=30..40", "day=2024-01-31", "col=missing"; repeatable',
      collect,
    )
    .option(
      "--share <shares>",
      'shares of the values of one column, the others as the model has them: "plan=gold:0.5|basic:30%", "churn=balanced"',
    )
    .option("--seed <s>", "seed of all randomness", parseSeed, 42)
    .option(
      "--out <file>",
      "file to write, - for CSV on standard output (default: MODEL-sample.csv here); with --parts a folder",
    )
    .addOption(
      new Option(
        "--parts <format>",
        "write a folder of parts with a manifest; an interrupted command continues with the parts it finished",
      ).choices([...partFormats]),
    )
    .option("--shard-rows <n>", "rows of a part; belongs to the seed (default: 1048576)", parseShardRows)
    .option("--workers <n>", "processes that make parts at once", parseCount)
    .option("--quiet", "print errors only")
    .action(async (path: string, flags: SampleFlags) => {
      if (flags.parts === undefined && flags.workers !== undefined)
        throw new UserError("--workers needs --parts: one file is written by one process");
      process.exitCode = await (flags.parts === undefined
        ? sampleModel(resolve(path), flags)
        : sampleFolder(resolve(path), { ...flags, parts: flags.parts }));
    });
}

async function sampleModel(model: string, flags: SampleFlags): Promise<number> {
  const { rows, where = [], share, seed, shardRows, quiet } = flags;
  const out = flags.out === "-" ? null : resolve(flags.out ?? defaultOutput(model));
  const view = quiet ? undefined : await makeProgressView(process.stderr);
  let started = Date.now();
  const handle = startInProcess(
    "sample",
    {
      model,
      rows,
      where,
      seed,
      out,
      ...(share !== undefined && { share }),
      ...(shardRows !== undefined && { shardRows }),
    },
    (event) => {
      if (event.type === "stage") started = Date.now();
      if (event.type !== "warning") view?.show(event);
      else if (!quiet && flags.out !== undefined) printWarning(event.message);
    },
    process.stdout,
  );
  const stop = onInterrupt(() => handle.cancel());
  try {
    const made = await handle.result;
    view?.stop();
    const ms = Date.now() - started;
    if (!quiet)
      process.stderr.write(
        `${counted(made.rows, "row")}, ${formatBytes(made.bytes)}, in ${formatDuration(ms)} (${grouped(Math.round((made.rows * 1000) / ms))} rows/s)\n`,
      );
    if (out !== null) process.stdout.write(`${out}\n`);
    return exitCodes.done;
  } catch (error) {
    view?.stop();
    // `| head` has read enough
    if (error instanceof DataError && error.code === "reader-gone") return exitCodes.done;
    if (!(error instanceof CancelledError)) throw error;
    process.stderr.write("cancelled\n");
    return exitCodes.cancelled;
  } finally {
    stop();
  }
}

function defaultOutput(model: string): string {
  return `${basename(model).replace(/\.synthmodel$/, "")}-sample.csv`;
}
