import { availableParallelism } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { type ModelType, modelTypes } from "../../config/modelOptions/model.ts";
import { nearest } from "../../jsonc/nearest.ts";
import { reportStyle } from "../../pipeline/builtFiles.ts";
import { compareModels } from "../../pipeline/compareModels.ts";
import { prepareOutputFolder } from "../../pipeline/stages/validate.ts";
import type { JobHandle } from "../../protocol/worker.ts";
import { modelsHtml } from "../../report/html/modelsHtml.ts";
import { modelMarkdown } from "../../report/modelTable.ts";
import { staticPage } from "../../report/reportFile.ts";
import { modelTerminalTable } from "../../report/text/modelTerminalTable.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { WorkerClient, workerScript } from "../../worker/client.ts";
import { parseCount } from "../arguments.ts";
import { comparisonView } from "../comparisonView.ts";
import { exitCodes } from "../exitCodes.ts";
import { onInterrupt } from "../onInterrupt.ts";

interface CompareFlags {
  readonly models: readonly ModelType[];
  readonly seeds: number;
  readonly jobs: number;
  readonly out?: string;
  readonly quiet?: boolean;
}

export function compareCommand(): Command {
  return new Command("compare")
    .description("train several models on a config's table and set their reports side by side")
    .argument("<config>", "a *.synth.json file; its model object gives way to each model's defaults")
    .option("--models <list>", "models to compare, separated by commas", parseModels, [
      "circuit",
      "gaussianCopula",
      "independent",
    ])
    .option("--seeds <n>", "runs of each model, with seeds 1 … n", parseCount, 1)
    .option("--jobs <n>", "runs at once, each in a process of its own", parseCount, 1)
    .option(
      "--out <folder>",
      "where comparison.{html,md,json}, the tables and the models go (default: CONFIG-comparison)",
    )
    .option("--quiet", "print the table only")
    .action(async (config: string, flags: CompareFlags) => {
      process.exitCode = await compare(resolve(config), flags);
    });
}

async function compare(config: string, flags: CompareFlags): Promise<number> {
  const name = basename(config).replace(/\.synth\.json$/, "");
  const out = resolve(flags.out ?? join(dirname(config), `${name}-comparison`));
  await prepareOutputFolder(join(out, "comparison.html"), "--out");
  const running = new Set<JobHandle<number>>();
  let cancelled = false;
  const cancelAll = (): void => {
    for (const handle of running) handle.cancel();
  };
  const stop = onInterrupt(() => {
    cancelled = true;
    cancelAll();
  });
  const view = flags.quiet ? undefined : comparisonView(process.stderr, flags.jobs);
  try {
    const seeds = Array.from({ length: flags.seeds }, (_, i) => i + 1);
    const runs = await compareModels(
      { config, models: flags.models, seeds, out, jobs: flags.jobs },
      async (job, onEvent) => {
        if (cancelled) return exitCodes.cancelled;
        const worker = new WorkerClient(workerScript(), workerEnv(flags.jobs));
        const handle = worker.run(job, onEvent);
        running.add(handle);
        let code: number | undefined;
        try {
          code = await handle.result;
          return code;
        } finally {
          running.delete(handle);
          // one that failed makes the others needless
          if (code !== exitCodes.done) cancelAll();
          worker.dispose();
        }
      },
      (event, label) => view?.show(event, label),
    );
    view?.stop();
    const title = `${name}: ${flags.models.join(", ")}`;
    const page = staticPage(title, modelsHtml(title, runs, new Date().toISOString()), await reportStyle());
    await writeAtomically(join(out, "comparison.html"), page);
    await writeAtomically(join(out, "comparison.md"), modelMarkdown(runs));
    await writeAtomically(join(out, "comparison.json"), `${JSON.stringify(runs)}\n`);
    const { isTTY, columns } = process.stdout;
    process.stdout.write(
      isTTY ? `\n${modelTerminalTable(runs, columns || 80)}\n\n` : `\n${modelMarkdown(runs)}\n`,
    );
    process.stderr.write(`${relative(process.cwd(), join(out, "comparison.html"))}\n`);
    return exitCodes.done;
  } catch (error) {
    view?.stop();
    if (!cancelled) throw error;
    process.stderr.write("cancelled\n");
    return exitCodes.cancelled;
  } finally {
    stop();
  }
}

/** Runs side by side share the cores. */
function workerEnv(jobs: number): NodeJS.ProcessEnv {
  if (jobs === 1 || process.env["OMP_NUM_THREADS"] !== undefined) return process.env;
  return { ...process.env, OMP_NUM_THREADS: String(Math.max(1, Math.floor(availableParallelism() / jobs))) };
}

function parseModels(text: string): ModelType[] {
  return text.split(",").map((part) => {
    const name = part.trim();
    if (name === "")
      throw new InvalidArgumentError(`a model's name is missing; there are ${modelTypes.join(", ")}`);
    const found = modelTypes.find((type) => type === name);
    if (found) return found;
    const guess = nearest(name, modelTypes);
    throw new InvalidArgumentError(
      `there is no model ${name}${guess ? `; did you mean ${guess}?` : `; there are ${modelTypes.join(", ")}`}`,
    );
  });
}
