import { resolve } from "node:path";
import { Command, Option } from "commander";
import type { JobInput } from "../../jobs/jobTable.ts";
import { reportLanguage } from "../../pipeline/builtFiles.ts";
import { CancelledError } from "../../pipeline/failure.ts";
import type { CompareJob } from "../../protocol/worker.ts";
import { reportTerminalTable } from "../../report/text/terminalTable.ts";
import { langOption, parseSections } from "../arguments.ts";
import { exitCodes } from "../exitCodes.ts";
import { junitHelp, sarifHelp, writeGates } from "../gateOutput.ts";
import { doInChild } from "../inChild.ts";
import { terminalColumns, useColor } from "../paint.ts";
import { makeProgressView } from "../progressView.ts";
import { printFailedGates, printFailure, printWarningEvent } from "../reportFailure.ts";

interface ReportFlags {
  readonly real: string;
  readonly synthetic: string;
  readonly holdout?: string;
  readonly config?: string;
  readonly model?: string;
  readonly rules?: string;
  readonly target?: string;
  readonly sections?: CompareJob["sections"];
  readonly json?: string;
  readonly html?: string;
  readonly summary?: string;
  readonly md?: string;
  readonly lang?: JobInput<"report">["lang"];
  readonly junit?: string;
  readonly sarif?: string;
  readonly force?: boolean;
  readonly quiet?: boolean;
}

export function reportCommand(): Command {
  return new Command("report")
    .description("judge a synthetic table, made by any tool, against a real one")
    .requiredOption("--real <file>", "the real table (the training rows)")
    .requiredOption("--synthetic <file>", "the synthetic table")
    .option(
      "--holdout <file>",
      "real rows never used for training: they give the best reachable values, and most privacy tests need them",
    )
    .option("--model <file>", "the *.synthmodel that made the rows: it is attacked, too; needs --holdout")
    .option("--config <file>", "a *.synth.json whose columns, target and gates apply")
    .option("--rules <file>", "a *.synth.json whose rules between columns the tables are judged by")
    .option("--target <column>", "column the utility section predicts")
    .addOption(new Option("--sections <list>", "fidelity,utility,privacy").argParser(parseSections))
    .option("--json <file>", "write the report as JSON")
    .option("--html <file>", "write one self-contained HTML page")
    .option("--summary <file>", "write one sheet of paper as an HTML page")
    .option("--md <file>", "write a short Markdown summary")
    .addOption(langOption())
    .option("--junit <file>", junitHelp)
    .option("--sarif <file>", sarifHelp)
    .option("--force", "replace files that are there already and are no reports of SynData")
    .option("--quiet", "print errors only")
    .action(async (flags: ReportFlags) => {
      process.exitCode = await report(flags);
    });
}

async function report(flags: ReportFlags): Promise<number> {
  const view = flags.quiet ? undefined : await makeProgressView(process.stderr);
  try {
    const { report: made, unwritten } = await doInChild("report", inputOf(flags), (event) => {
      if (view === undefined) printWarningEvent(event);
      else view.show(event);
    });
    view?.stop();
    if (!flags.quiet) {
      const { stdout } = process;
      const language = await reportLanguage(flags.lang);
      const look = { color: useColor(stdout), ...terminalColumns(stdout), language };
      stdout.write(`\n${reportTerminalTable(made, look)}\n`);
    }
    if (unwritten !== null) {
      printFailure(unwritten);
      return unwritten.exitCode;
    }
    await writeGates(made.gates, flags.config ?? flags.synthetic, flags);
    const gatesFailed = made.gates.filter((gate) => !gate.passed).map((gate) => gate.message);
    if (flags.quiet) printFailedGates(gatesFailed);
    return gatesFailed.length > 0 ? exitCodes.gate : exitCodes.done;
  } catch (error) {
    view?.stop();
    if (!(error instanceof CancelledError)) throw error;
    process.stderr.write("cancelled\n");
    return exitCodes.cancelled;
  }
}

function inputOf({
  quiet: _,
  junit: _junit,
  sarif: _sarif,
  force,
  sections,
  target,
  lang,
  ...paths
}: ReportFlags): JobInput<"report"> {
  const { real, synthetic, ...others } = paths;
  const given = Object.entries(others).filter(([, path]) => path !== undefined);
  return {
    real: resolve(real),
    synthetic: resolve(synthetic),
    ...Object.fromEntries(given.map(([field, path]) => [field, resolve(path)])),
    ...(target !== undefined && { target }),
    ...(lang !== undefined && { lang }),
    ...(sections !== undefined && { sections }),
    ...(force === true && { overwrite: true }),
  };
}
