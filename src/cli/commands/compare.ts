import { relative, resolve } from "node:path";
import { Command } from "commander";
import type { ModelType } from "../../config/modelOptions/model.ts";
import { comparisonFolder } from "../../config/paths.ts";
import type { Language } from "../../language/language.ts";
import { reportLanguage } from "../../pipeline/builtFiles.ts";
import { CancelledError } from "../../pipeline/failure.ts";
import { modelMarkdown } from "../../report/modelTable.ts";
import { modelTerminalTable } from "../../report/text/modelTerminalTable.ts";
import { startInProcess } from "../../worker/inProcess.ts";
import { langOption, parseCount, parseModel } from "../arguments.ts";
import { comparisonView } from "../comparisonView.ts";
import { exitCodes } from "../exitCodes.ts";
import { onInterrupt } from "../onInterrupt.ts";

interface CompareFlags {
  readonly models: readonly ModelType[];
  readonly seeds: number;
  readonly jobs: number;
  readonly out?: string;
  readonly lang?: Language["code"];
  readonly quiet?: boolean;
}

export function compareCommand(): Command {
  return new Command("compare")
    .description("train several models on a config's table and compare their reports")
    .argument("<config>", "a *.synth.json file; its model object is replaced by each model's defaults")
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
    .addOption(langOption())
    .option("--quiet", "print only the table")
    .action(async (config: string, flags: CompareFlags) => {
      process.exitCode = await compare(resolve(config), flags);
    });
}

async function compare(config: string, flags: CompareFlags): Promise<number> {
  const { models, seeds, jobs, lang } = flags;
  const out = resolve(flags.out ?? comparisonFolder(config));
  const view = flags.quiet ? undefined : await comparisonView(process.stderr, jobs);
  const input = { config, models, seeds, jobs, out, ...(lang && { lang }) };
  const language = await reportLanguage(lang);
  const handle = startInProcess("compare", input, ({ event, label }) => view?.show(event, label));
  const stop = onInterrupt(() => handle.cancel());
  try {
    const { runs, html } = await handle.result;
    view?.stop();
    const { isTTY, columns } = process.stdout;
    process.stdout.write(
      isTTY
        ? `\n${modelTerminalTable(runs, columns || 80, language)}\n\n`
        : `\n${modelMarkdown(runs, language)}\n`,
    );
    process.stderr.write(`${relative(process.cwd(), html)}\n`);
    return exitCodes.done;
  } catch (error) {
    view?.stop();
    if (!(error instanceof CancelledError)) throw error;
    process.stderr.write("cancelled\n");
    return exitCodes.cancelled;
  } finally {
    stop();
  }
}

function parseModels(text: string): ModelType[] {
  return text.split(",").map(parseModel);
}
