import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { counted } from "../../language/counts.ts";
import type { Language } from "../../language/language.ts";
import { reportLanguage } from "../../pipeline/builtFiles.ts";
import type { ReportJson } from "../../protocol/report.ts";
import type { RunEvent } from "../../protocol/run.ts";
import type { RunJob, RunOverrides } from "../../protocol/worker.ts";
import { reportTerminalTable } from "../../report/text/terminalTable.ts";
import { UserError } from "../../table/userError.ts";
import { startInProcess } from "../../worker/inProcess.ts";
import { WorkerCrash } from "../../worker/workerCrash.ts";
import { langOption, parseAssignment, parseCount, parseSeed } from "../arguments.ts";
import { exitCodes } from "../exitCodes.ts";
import { formatDuration } from "../formatValues.ts";
import { junitHelp, sarifHelp, writeGates } from "../gateOutput.ts";
import { followChild } from "../inChild.ts";
import { cancellable } from "../onInterrupt.ts";
import { makePaint, terminalColumns, useColor } from "../paint.ts";
import { makeProgressView } from "../progressView.ts";
import { printFailedGates, printFailure } from "../reportFailure.ts";

interface RunFlags {
  readonly rows?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly out?: string;
  readonly set?: (readonly [string, unknown])[];
  readonly resume?: boolean | string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly inProcess?: boolean;
  readonly lang?: Language["code"];
  readonly junit?: string;
  readonly sarif?: string;
}

export function runCommand(): Command {
  return new Command("run")
    .description("train the config's model and write the synthetic table")
    .argument("[config]", "a *.synth.json file")
    .option("--rows <n>", "rows to generate", parseCount)
    .option("--epochs <n>", "epochs to train", parseCount)
    .option("--seed <s>", "seed of all randomness", parseSeed)
    .option("--out <file>", "where the synthetic table goes")
    .option("--set <path=value>", "change any key of the config for this run; repeatable", parseAssignment)
    .option(
      "--resume [run]",
      "continue the newest run of this config that was cut off, cancelled or failed, or the run of this name",
    )
    .addOption(langOption())
    .option("--junit <file>", junitHelp)
    .option("--sarif <file>", sarifHelp)
    .option("--json", "one JSON event a line on standard output")
    .option("--quiet", "print errors only")
    .option("--in-process", "train in this process instead of a child (for debugging)")
    .action(async (named: string | undefined, flags: RunFlags) => {
      // `--resume CONFIG`: the option takes the word that follows
      const [config, resume] =
        named === undefined && typeof flags.resume === "string"
          ? [flags.resume, true]
          : [named, flags.resume ?? false];
      if (config === undefined) throw new UserError("run: name a *.synth.json file");
      const { lang } = flags;
      const job = { config: resolve(config), overrides: overridesOf(flags), resume, ...(lang && { lang }) };
      process.exitCode = await run(job, flags);
    });
}

async function run(job: RunJob, flags: RunFlags): Promise<number> {
  const view = flags.json || flags.quiet ? undefined : await makeProgressView(process.stderr);
  const language = await reportLanguage(flags.lang);
  let runDir: string | undefined;
  const show = (event: RunEvent): void => {
    if (event.type === "run") runDir = event.runDir;
    if (flags.json) process.stdout.write(`${JSON.stringify(event)}\n`);
    view?.show(event);
    if (event.type === "done" || event.type === "failed" || event.type === "cancelled") view?.stop();
    if (event.type === "done" && !flags.json && !flags.quiet) printDone(event, language);
    if (event.type === "done" && flags.quiet && !flags.json) printFailedGates(event.gatesFailed);
    if (event.type === "failed" && !flags.json) {
      // a report whose page could not be written has its figures all the same
      if (event.stage === "report" && runDir !== undefined && !flags.quiet) printReport(runDir, language);
      printFailure(event);
    }
    if (event.type === "cancelled" && !flags.json)
      process.stderr.write(`cancelled${event.resumable ? "; continue with --resume" : ""}\n`);
  };
  try {
    const code = await (flags.inProcess
      ? cancellable(startInProcess("run", job, show))
      : followChild((client) => client.run(job, show)));
    const report = runDir === undefined ? undefined : reportOf(runDir);
    if (report !== undefined) await writeGates(report.gates, job.config, flags);
    return code;
  } catch (error) {
    if (!(error instanceof WorkerCrash)) throw error;
    if (error.cancelled) show({ type: "cancelled", resumable: true });
    else
      show({
        type: "failed",
        exitCode: exitCodes.failed,
        stage: null,
        message: `${error.message}${error.log ? `\n${error.log}` : ""}\nIt may have run out of memory. What was finished is kept: continue with --resume`,
        diagnostics: [],
      });
    return error.cancelled ? exitCodes.cancelled : exitCodes.failed;
  } finally {
    view?.stop();
  }
}

function printDone(event: Extract<RunEvent, { type: "done" }>, language: Language): void {
  const paint = makePaint(process.stderr);
  process.stderr.write(
    `\n${paint("bold", counted(event.rows, "synthetic row"))} in ${formatDuration(event.ms)}\n`,
  );
  process.stderr.write(`  data    ${event.output}\n  model   ${event.modelPath}\n`);
  if (!event.reportPath) return;
  process.stderr.write(`  report  ${event.reportPath}\n`);
  printReport(dirname(event.reportPath), language);
}

function reportOf(runDir: string): ReportJson | undefined {
  const path = join(runDir, "report.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as ReportJson) : undefined;
}

/** Nothing where there is none. */
function printReport(runDir: string, language: Language): void {
  const report = reportOf(runDir);
  if (report === undefined) return;
  const look = { color: useColor(process.stdout), ...terminalColumns(process.stdout), language };
  process.stdout.write(`\n${reportTerminalTable(report, look)}\n`);
}

function overridesOf(flags: RunFlags): RunOverrides {
  return {
    ...(flags.rows !== undefined && { rows: flags.rows }),
    ...(flags.epochs !== undefined && { epochs: flags.epochs }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
    ...(flags.out !== undefined && { out: resolve(flags.out) }),
    ...(flags.set !== undefined && { set: flags.set }),
  };
}
