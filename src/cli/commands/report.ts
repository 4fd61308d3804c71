import { resolve } from "node:path";
import { Command, Option } from "commander";
import { keepInputs } from "../../pipeline/keepInputs.ts";
import { prepareOutputFolder } from "../../pipeline/stages/validate.ts";
import { writeReport } from "../../pipeline/writeReport.ts";
import type { RunEvent } from "../../protocol/run.ts";
import type { CompareJob } from "../../protocol/worker.ts";
import { reportTerminalTable } from "../../report/text/terminalTable.ts";
import { WorkerClient, workerScript } from "../../worker/client.ts";
import { parseSections } from "../arguments.ts";
import { exitCodes } from "../exitCodes.ts";
import { onInterrupt } from "../onInterrupt.ts";
import { useColour } from "../paint.ts";
import { makeProgressView } from "../progressView.ts";
import { printFailedGates, printFailure } from "../reportFailure.ts";

interface ReportFlags {
  readonly real: string;
  readonly synthetic: string;
  readonly holdout?: string;
  readonly config?: string;
  readonly target?: string;
  readonly sections?: CompareJob["sections"];
  readonly json?: string;
  readonly html?: string;
  readonly md?: string;
  readonly quiet?: boolean;
}

export function reportCommand(): Command {
  return new Command("report")
    .description("judge a synthetic table against a real one, whoever made it")
    .requiredOption("--real <file>", "the real table (the rows learnt from)")
    .requiredOption("--synthetic <file>", "the synthetic table")
    .option(
      "--holdout <file>",
      "real rows that were never learnt from: the ceiling, and needed by most privacy tests",
    )
    .option("--config <file>", "a *.synth.json whose columns, target and gates apply")
    .option("--target <column>", "column the utility section predicts")
    .addOption(new Option("--sections <list>", "fidelity,utility,privacy").argParser(parseSections))
    .option("--json <file>", "write the report as JSON")
    .option("--html <file>", "write one self-contained HTML page")
    .option("--md <file>", "write a short Markdown summary")
    .option("--quiet", "print errors only")
    .action(async (flags: ReportFlags) => {
      process.exitCode = await report(flags);
    });
}

async function report(flags: ReportFlags): Promise<number> {
  const job = jobOf(flags);
  const named = [
    ["--json", flags.json],
    ["--html", flags.html],
    ["--md", flags.md],
  ] as const;
  const outputs = named.map(([, path]) => path && resolve(path));
  keepInputs(outputs, [job.real, job.synthetic, job.holdout, job.config]);
  for (const [flag, path] of named) if (path) await prepareOutputFolder(resolve(path), flag);
  const view = flags.quiet ? undefined : makeProgressView(process.stderr);
  let failed: Extract<RunEvent, { type: "failed" }> | undefined;
  const handle = new WorkerClient(workerScript()).compare(job, (event) => {
    view?.show(event);
    if (event.type === "failed") failed = event;
  });
  const stop = onInterrupt(() => handle.cancel());
  try {
    const { exitCode, report: made } = await handle.result;
    view?.stop();
    if (failed) printFailure(failed);
    if (exitCode === exitCodes.cancelled) process.stderr.write("cancelled\n");
    if (made === undefined) return exitCode;
    const show = (): void => {
      if (!flags.quiet)
        process.stdout.write(`\n${reportTerminalTable(made, { color: useColour(process.stdout) })}\n`);
    };
    await writeReport(made, {
      ...(flags.json !== undefined && { json: resolve(flags.json) }),
      ...(flags.html !== undefined && { html: resolve(flags.html) }),
      ...(flags.md !== undefined && { md: resolve(flags.md) }),
    }).finally(show);
    const gatesFailed = made.gates.filter((gate) => !gate.passed).map((gate) => gate.message);
    if (flags.quiet) printFailedGates(gatesFailed);
    return gatesFailed.length > 0 ? exitCodes.gate : exitCodes.done;
  } finally {
    stop();
    view?.stop();
  }
}

function jobOf(flags: ReportFlags): CompareJob {
  return {
    real: resolve(flags.real),
    synthetic: resolve(flags.synthetic),
    ...(flags.holdout !== undefined && { holdout: resolve(flags.holdout) }),
    ...(flags.config !== undefined && { config: resolve(flags.config) }),
    ...(flags.target !== undefined && { target: flags.target }),
    ...(flags.sections !== undefined && { sections: flags.sections }),
  };
}
