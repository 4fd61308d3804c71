import { Command, Option } from "commander";
import { counted } from "../../../language/counts.ts";
import { type Grouping, groupings } from "../../../product/boardText.ts";
import { forecast, missingForForecast } from "../../../product/forecast.ts";
import { isLeft } from "../../../product/moscow.ts";
import { pastWeeks } from "../../../product/pastWeeks.ts";
import { UserError } from "../../../table/userError.ts";
import { parseSeed } from "../../arguments.ts";
import { boardLines } from "../../boardLines.ts";
import { exitCodes } from "../../exitCodes.ts";
import { makePaint } from "../../paint.ts";
import { boardOf, openProduct, refuseUnknownPhase } from "../../productFile.ts";
import { formatDiagnostic } from "../../reportFailure.ts";
import { escapeControl } from "../../textTable.ts";
import { fileArgument, today } from "./save.ts";

export function showCommand(): Command {
  return new Command("show")
    .description("the board: features in the order of work, phases with their criteria")
    .argument("[file]", fileArgument)
    .addOption(new Option("--by <group>", "columns of the board").choices(groupings).default("moscow"))
    .option("--json", "the board as JSON")
    .action(async (file: string | undefined, flags: { readonly by: Grouping; readonly json?: boolean }) => {
      const board = await boardOf(await openProduct(file));
      if (flags.json) process.stdout.write(`${JSON.stringify(board, null, 2)}\n`);
      else {
        const width = process.stdout.columns ?? 100;
        for (const line of boardLines(board, flags.by, { width, paint: makePaint(process.stdout) }))
          process.stdout.write(`${line}\n`);
      }
    });
}

export function checkCommand(): Command {
  return new Command("check")
    .description(
      "findings with their places, and the exit criteria of a phase; exit code 3 when one is not met",
    )
    .argument("[file]", fileArgument)
    .option("--phase <id>", "the phase whose criteria count (default: the first that is not finished)")
    .action(async (file: string | undefined, { phase: wanted }: { readonly phase?: string }) => {
      const opened = await openProduct(file);
      for (const d of opened.diagnostics) process.stderr.write(`${formatDiagnostic(d)}\n`);
      refuseUnknownPhase(opened.product, wanted);
      const { phases } = await boardOf(opened);
      const phase =
        wanted === undefined
          ? phases.find(({ exit }) => exit.some(({ met }) => !met))
          : phases.find(({ id }) => id === wanted);
      const paint = makePaint(process.stdout);
      if (phase === undefined) process.stdout.write("all exit criteria are met\n");
      else {
        process.stdout.write(`${paint("bold", escapeControl(phase.title))}\n`);
        for (const { met, reason } of phase.exit)
          process.stdout.write(`${met ? paint("green", "✔") : paint("red", "✖")} ${escapeControl(reason)}\n`);
        if (phase.exit.some(({ met }) => !met)) process.exitCode = exitCodes.gate;
      }
    });
}

export function forecastCommand(): Command {
  return new Command("forecast")
    .description("weeks until the features of a phase are done, from past weeks: 50, 85 and 95 %")
    .argument("[file]", fileArgument)
    .option("--phase <id>", "only features of this phase")
    .option("--seed <n>", "seed of the drawing", parseSeed, 1)
    .action(async (file: string | undefined, flags: { readonly phase?: string; readonly seed: number }) => {
      const { product } = await openProduct(file);
      refuseUnknownPhase(product, flags.phase);
      const remaining = product.features.filter(
        (feature) => isLeft(feature) && (flags.phase === undefined || feature.phase === flags.phase),
      ).length;
      const weeks = pastWeeks(product.features, today());
      const missing = missingForForecast(weeks);
      if (missing !== null) throw new UserError(missing);
      const { half, likely, sure } = forecast(remaining, weeks, { seed: flags.seed });
      process.stdout.write(`${counted(remaining, "feature")} left, ${counted(weeks.length, "past week")}\n`);
      for (const [share, needed] of [
        ["50 %", half],
        ["85 %", likely],
        ["95 %", sure],
      ] as const)
        process.stdout.write(
          `${share}  ${needed === null ? "not within ten years at this pace" : `${needed} weeks`}\n`,
        );
    });
}
