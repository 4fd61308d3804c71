import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { Command, Option } from "commander";
import { boardMarkdown, type Grouping, groupings } from "../../product/boardText.ts";
import { addFeature, moveFeature, setFeature } from "../../product/editProduct.ts";
import { idFor } from "../../product/page/featureId.ts";
import { featuresCsv } from "../../product/featuresCsv.ts";
import { forecast, missingForForecast } from "../../product/forecast.ts";
import { pastWeeks } from "../../product/pastWeeks.ts";
import { readProduct } from "../../product/readProduct.ts";
import { newProduct } from "../../product/template.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { UserError } from "../../table/userError.ts";
import { boardLines } from "../boardLines.ts";
import { exitCodes } from "../exitCodes.ts";
import { makePaint } from "../paint.ts";
import { boardOf, type OpenProduct, openProduct } from "../productFile.ts";
import { formatDiagnostic } from "../reportFailure.ts";

const fileArgument = "a *.mvp.json file (default: the only one here)";

/** `syndata mvp`: features, phases and personas of a product in one text file. */
export function mvpCommand(): Command {
  return new Command("mvp")
    .description("prioritize features, check phases and forecast, from a *.mvp.json file")
    .addCommand(initCommand())
    .addCommand(showCommand(), { isDefault: true })
    .addCommand(checkCommand())
    .addCommand(addCommand())
    .addCommand(setCommand())
    .addCommand(moveCommand())
    .addCommand(forecastCommand())
    .addCommand(exportCommand());
}

function initCommand(): Command {
  return new Command("init")
    .description("write a commented product file with four phases")
    .argument("[file]", "file to write", "product.mvp.json")
    .option("--name <name>", "name of the product (default: from the file)")
    .action(async (file: string, { name }: { readonly name?: string }) => {
      const path = resolve(/\.mvp\.json$/i.test(file) ? file : `${file}.mvp.json`);
      if (existsSync(path)) throw new UserError(`${basename(path)} exists already; name another file`);
      await writeAtomically(path, newProduct(name ?? basename(path).replace(/\.mvp\.json$/i, ""), today()));
      process.stdout.write(`${basename(path)}\nNext: syndata mvp show\n`);
    });
}

function showCommand(): Command {
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

function checkCommand(): Command {
  return new Command("check")
    .description(
      "findings with their places, and the exit criteria of a phase; exit code 3 when one is not met",
    )
    .argument("[file]", fileArgument)
    .option("--phase <id>", "the phase whose criteria count (default: the first that is not finished)")
    .action(async (file: string | undefined, { phase: wanted }: { readonly phase?: string }) => {
      const opened = await openProduct(file);
      for (const d of opened.diagnostics) process.stderr.write(`${formatDiagnostic(d)}\n`);
      const { phases } = await boardOf(opened);
      if (wanted !== undefined && !phases.some(({ id }) => id === wanted))
        throw new UserError(
          `there is no phase ${wanted}; there are ${phases.map(({ id }) => id).join(", ") || "none"}`,
        );
      const phase =
        wanted === undefined
          ? phases.find(({ exit }) => exit.some(({ met }) => !met))
          : phases.find(({ id }) => id === wanted);
      const paint = makePaint(process.stdout);
      if (phase === undefined) process.stdout.write("all exit criteria are met\n");
      else {
        process.stdout.write(`${paint("bold", phase.title)}\n`);
        for (const { met, reason } of phase.exit)
          process.stdout.write(`${met ? paint("green", "✔") : paint("red", "✖")} ${reason}\n`);
        if (phase.exit.some(({ met }) => !met)) process.exitCode = exitCodes.gate;
      }
    });
}

function addCommand(): Command {
  return new Command("add")
    .description("add a feature; its id is made from the title")
    .argument("<title>", "what people call it")
    .option("--file <file>", fileArgument)
    .option("--moscow <group>", "must, should, could or wont")
    .option("--phase <id>", "the phase it belongs to")
    .option("--dry-run", "print the file instead of writing it")
    .action(
      async (title: string, flags: EditFlags & { readonly moscow?: string; readonly phase?: string }) => {
        const opened = await openProduct(flags.file);
        const id = idFor(title, new Set(opened.product.features.map((feature) => feature.id)));
        const feature = {
          id,
          title,
          ...(flags.moscow === undefined ? {} : { moscow: flags.moscow }),
          ...(flags.phase === undefined ? {} : { phase: flags.phase }),
          status: "idea",
          added: today(),
        };
        await save(opened, addFeature(opened.text, opened.product, feature), flags);
        if (!flags.dryRun) process.stdout.write(`${id}\n`);
      },
    );
}

function setCommand(): Command {
  return new Command("set")
    .description(
      "set keys of a feature: title moscow phase status why needs data reach impact confidence effort …",
    )
    .argument("<id>", "the feature")
    .argument("<key=value...>", "for example moscow=must effort=0.5; an empty value removes the key")
    .option("--file <file>", fileArgument)
    .option("--dry-run", "print the file instead of writing it")
    .action(async (id: string, assignments: string[], flags: EditFlags) => {
      const opened = await openProduct(flags.file);
      const text = setFeature(opened.text, opened.product, id, { assignments, today: today() });
      await save(opened, text, flags);
    });
}

function moveCommand(): Command {
  return new Command("move")
    .description("move a feature, with its comments, before another one: the order by hand")
    .argument("<id>", "the feature")
    .requiredOption("--before <id>", "the feature it goes before")
    .option("--file <file>", fileArgument)
    .option("--dry-run", "print the file instead of writing it")
    .action(async (id: string, flags: EditFlags & { readonly before: string }) => {
      const opened = await openProduct(flags.file);
      await save(opened, moveFeature(opened.text, opened.product, id, flags.before), flags);
    });
}

function forecastCommand(): Command {
  return new Command("forecast")
    .description("weeks until the features of a phase are done, from past weeks: 50, 85 and 95 %")
    .argument("[file]", fileArgument)
    .option("--phase <id>", "only features of this phase")
    .option("--seed <n>", "seed of the drawing", Number, 1)
    .action(async (file: string | undefined, flags: { readonly phase?: string; readonly seed: number }) => {
      const { product } = await openProduct(file);
      const counted = product.features.filter(
        ({ status, moscow, phase }) =>
          status !== "dropped" && moscow !== "wont" && (flags.phase === undefined || phase === flags.phase),
      );
      const remaining = counted.filter(({ status }) => status !== "done").length;
      const weeks = pastWeeks(product.features, today());
      const missing = missingForForecast(weeks);
      if (missing !== null) throw new UserError(missing);
      const { half, likely, sure } = forecast(remaining, weeks, { seed: flags.seed });
      process.stdout.write(`${remaining} features left, ${weeks.length} past weeks\n`);
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

function exportCommand(): Command {
  return new Command("export")
    .description("write the board as Markdown, or the features as CSV")
    .argument("[file]", fileArgument)
    .option("--markdown <out>", "Markdown file to write")
    .option("--csv <out>", "CSV file to write")
    .action(
      async (file: string | undefined, flags: { readonly markdown?: string; readonly csv?: string }) => {
        if (flags.markdown === undefined && flags.csv === undefined)
          throw new UserError("export: give --markdown FILE or --csv FILE");
        const board = await boardOf(await openProduct(file));
        if (flags.markdown !== undefined)
          await writeAtomically(resolve(flags.markdown), boardMarkdown(board));
        if (flags.csv !== undefined) await writeAtomically(resolve(flags.csv), featuresCsv(board));
      },
    );
}

interface EditFlags {
  readonly file?: string;
  readonly dryRun?: boolean;
}

/** Writes the edited text when it is still valid and the file has not changed meanwhile. */
async function save(opened: OpenProduct, text: string, { dryRun }: EditFlags): Promise<void> {
  const checked = readProduct(text, basename(opened.path));
  if (checked.product === undefined)
    throw new UserError("this change would break the file; nothing was written", checked.diagnostics);
  if (dryRun) {
    process.stdout.write(text);
    return;
  }
  if ((await readFile(opened.path, "utf8")) !== opened.text)
    throw new UserError(`${basename(opened.path)} was changed meanwhile; nothing was written, try again`);
  await writeAtomically(opened.path, text);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
