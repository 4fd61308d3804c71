import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { Command } from "commander";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { removeRun } from "../../runFolder/runFolder.ts";
import { changeRunMark, type RunMark } from "../../runFolder/runMark.ts";
import { isAtWork } from "../../runFolder/runState.ts";
import { allRuns, findRun } from "../../runs/findRun.ts";
import { type PastRun, reportOf, runsOf } from "../../runs/pastRun.ts";
import { readScores, runLabel, runStatusText, scoresText } from "../../runs/runSummary.ts";
import { scoreTrends, trendText } from "../../runs/scoreTrend.ts";
import { english } from "../../runs/translate.ts";
import { exitCodes } from "../exitCodes.ts";
import { openFile } from "../openFile.ts";
import { makePaint } from "../paint.ts";
import { cell } from "../textTable.ts";

const runArgument = "its name, or the beginning of it; default: the newest";

export function runsCommand(): Command {
  return new Command("runs")
    .description("list, show, open, name and delete the runs kept in .syndata/runs")
    .addCommand(
      new Command("list")
        .description("runs of a config, or of all configs of a folder, newest first")
        .argument("[config]", "a *.synth.json file or a folder (default: here)", ".")
        .option("--json", "as JSON")
        .action(async (config: string, { json }: { readonly json?: boolean }) => {
          await list(await runsAt(config), json ?? false);
        }),
      { isDefault: true },
    )
    .addCommand(
      new Command("show")
        .description("what one run did: state, scores, files")
        .argument("[run]", runArgument)
        .option("--json", "its state as JSON")
        .action(async (name: string | undefined, { json }: { readonly json?: boolean }) => {
          await show(await findRun(process.cwd(), name), json ?? false);
        }),
    )
    .addCommand(
      new Command("open")
        .description("open the report of a run in the browser")
        .argument("[run]", runArgument)
        .action(async (name: string | undefined) => {
          const run = await findRun(process.cwd(), name);
          const page = `${run.folder.path}/report.html`;
          if (!existsSync(page)) throw new PipelineError(`${run.folder.id} has no report`);
          process.stdout.write(`${page}\n`);
          openFile(page);
        }),
    )
    .addCommand(
      new Command("name")
        .description("give a run a name of your own; an empty one takes it away")
        .argument("<run>", runArgument)
        .argument("<name>", "at most 80 characters")
        .action((run: string, name: string) => mark(run, { name })),
    )
    .addCommand(
      new Command("note")
        .description("keep a note with a run; an empty one takes it away")
        .argument("<run>", runArgument)
        .argument("<text>", "at most 2,000 characters")
        .action((run: string, note: string) => mark(run, { note })),
    )
    .addCommand(
      new Command("pin")
        .description("keep a run when older runs are cleaned up")
        .argument("<run>", runArgument)
        .option("--off", "no longer")
        .action((run: string, { off = false }: { readonly off?: boolean }) => mark(run, { pinned: !off })),
    )
    .addCommand(
      new Command("delete")
        .description("delete runs: their model, losses and report; synthetic tables stay")
        .argument("<run...>", "names, or the beginnings of them")
        .option("--yes", "delete; without it, only list what would be deleted")
        .action(async (names: string[], { yes }: { readonly yes?: boolean }) => {
          process.exitCode = await remove(names, yes ?? false);
        }),
    );
}

async function runsAt(config: string): Promise<PastRun[]> {
  const path = resolve(config);
  return /\.json$/i.test(path) ? await runsOf(path) : await allRuns(path);
}

async function mark(name: string, change: Partial<RunMark>): Promise<void> {
  const { folder } = await findRun(process.cwd(), name);
  const { name: given, note, pinned } = await changeRunMark(folder.path, change);
  const said = [given, note, pinned ? "pinned" : ""].filter((part) => part !== "");
  process.stdout.write(`${folder.id}${said.length === 0 ? "" : `: ${said.join(" · ")}`}\n`);
}

async function list(runs: readonly PastRun[], json: boolean): Promise<void> {
  const rows = await Promise.all(runs.map(async (run) => ({ run, scores: await readScores(run) })));
  if (json) {
    const plain = rows.map(({ run, scores }) => ({
      ...run.state,
      ...run.mark,
      path: run.folder.path,
      scores,
    }));
    process.stdout.write(`${JSON.stringify(plain, null, 2)}\n`);
    return;
  }
  if (rows.length === 0) process.stderr.write("no runs here yet; make one with: syndata run CONFIG\n");
  const width = Math.max(4, ...runs.map(({ folder }) => folder.id.length));
  const paint = makePaint(process.stdout);
  for (const { run, scores } of rows)
    process.stdout.write(
      `${paint("bold", cell(run.folder.id, width))}  ${cell(runStatusText(run.state, english), 22)}  ${cell(run.state.model, 15)}  ${cell(scores === null ? "–" : scoresText(scores), 11)}${run.mark.pinned ? "  pinned" : ""}${run.mark.name === "" ? "" : `  ${run.mark.name}`}`.trimEnd() +
        "\n",
    );
  if (new Set(runs.map(({ state }) => state.config)).size !== 1) return;
  for (const trend of await scoreTrends(runs))
    process.stdout.write(`${cell(trend.score, 9)} ${trendText(trend)}\n`);
}

async function show(run: PastRun, json: boolean): Promise<void> {
  if (json) {
    process.stdout.write(`${JSON.stringify(run.state, null, 2)}\n`);
    return;
  }
  const { state, folder } = run;
  const scores = await readScores(run);
  const lines: [string, string | null | undefined][] = [
    ["run", `${folder.id} (${runLabel(run, Date.now(), english)})`],
    ["name", run.mark.name],
    ["note", run.mark.note],
    ["pinned", run.mark.pinned ? "yes" : ""],
    ["state", runStatusText(state, english)],
    ["error", state.error],
    ["scores", scores === null ? null : `${scoresText(scores)} (fidelity / utility / privacy)`],
    ["gates", state.gatesFailed.join("; ")],
    ["config", relative(process.cwd(), state.config)],
    ["data", state.output],
    ["model", state.modelOutput],
    ["report", reportOf(run)?.replace(/json$/, "html")],
    ["files", folder.path],
  ];
  for (const [name, value] of lines) if (value) process.stdout.write(`${cell(name, 7)} ${value}\n`);
}

async function remove(names: readonly string[], yes: boolean): Promise<number> {
  const runs = await Promise.all(names.map((name) => findRun(process.cwd(), name)));
  const working = runs.find(({ state }) => isAtWork(state));
  if (working !== undefined)
    throw new PipelineError(`${working.folder.id} is still running: cancel it first`);
  for (const { folder } of runs) {
    if (yes) await removeRun(folder);
    process.stdout.write(`${yes ? "deleted" : "would delete"} ${folder.path}\n`);
  }
  if (yes) return exitCodes.done;
  process.stderr.write("nothing was deleted; add --yes to delete\n");
  return exitCodes.usage;
}
