import { dirname, relative, resolve } from "node:path";
import { Command } from "commander";
import { isDamaged, type NotebookFile, notebookText, parseNotebook } from "../../notebook/notebookFile.ts";
import { type CellOutputs, outputsPath, savedOutputsText } from "../../notebook/savedOutputs.ts";
import { planWorkflow } from "../../notebook/workflow.ts";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import type { CellEnd, MimeBundle, NotebookEvent, NotebookJob } from "../../protocol/notebook.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { readPlainText } from "../../table/readPlainText.ts";
import { startNotebook } from "../../worker/startNotebook.ts";
import { exitCodes } from "../exitCodes.ts";
import { formatDuration } from "../formatValues.ts";
import { followChild } from "../inChild.ts";
import { figureLines } from "../notebookFigures.ts";
import { makePaint, type Paint } from "../paint.ts";
import { printFailure } from "../reportFailure.ts";

interface NotebookFlags {
  readonly out?: string;
  readonly force?: boolean;
  readonly keepGoing?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function notebookCommand(): Command {
  return new Command("notebook")
    .description("run a workflow notebook; unchanged steps are taken from the cache")
    .argument("<notebook>", "a *.synthnb file")
    .option("--out <file>", "write the executed notebook here, with its outputs in FILE.out.json beside it")
    .option("--force", "run every step, ignoring the cache")
    .option("--keep-going", "continue with the cells after one that failed")
    .option("--json", "one JSON event a line on standard output")
    .option("--quiet", "print errors only")
    .action(async (path: string, flags: NotebookFlags) => {
      process.exitCode = await runFile(resolve(path), flags);
    });
}

async function runFile(path: string, flags: NotebookFlags): Promise<number> {
  const file = await readNotebook(path);
  const findings = planWorkflow(file.cells, path).diagnostics.filter((d) => d.severity === "error");
  if (findings.length > 0 && !flags.keepGoing) {
    printFailure({
      message: `${path} has ${count(findings.length, "error")}; nothing was run`,
      diagnostics: findings,
    });
    return exitCodes.usage;
  }
  if (file.cells.every(({ kind }) => kind === "markdown"))
    process.stderr.write(
      `nothing to run: ${path} has ${file.cells.length === 0 ? "no cells" : "text only"}\n`,
    );
  const job: NotebookJob = {
    path,
    cells: file.cells.map(({ kind, text }) => ({ kind, text })),
    ...(flags.force && { fresh: file.cells.map((_, cell) => cell) }),
    ...(flags.keepGoing && { keepGoing: true }),
  };
  const shown = new Map<number, readonly MimeBundle[]>();
  const ends = new Map<number, CellEnd>();
  const paint = makePaint(process.stderr);
  const show = (event: NotebookEvent): void => {
    if (event.type === "output") shown.set(event.cell, event.outputs);
    if (event.type === "end") ends.set(event.cell, event.end);
    if (flags.json) process.stdout.write(`${JSON.stringify(withoutOutputs(event))}\n`);
    else if (event.type === "end")
      printEnd({ ...event, kind: job.cells[event.cell]?.kind ?? "" }, flags, paint);
  };
  const exitCode = await followChild((client) => startNotebook(client, job, show));
  await save(path, file, flags, { shown, ends });
  if (!flags.json && !flags.quiet)
    for (const line of figureLines(shown, makePaint(process.stdout))) process.stdout.write(`${line}\n`);
  return exitCode;
}

/** @throws PipelineError when there is none or it is damaged */
async function readNotebook(path: string): Promise<NotebookFile> {
  const text = await readPlainText(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? new PipelineError(`there is no notebook ${path}`) : error;
  });
  const file = parseNotebook(text);
  if (isDamaged(file)) {
    const place = file.line === undefined ? "" : `:${file.line}:${file.column ?? 1}`;
    throw new PipelineError(`${path}${place} is not a notebook: ${file.reason}`);
  }
  return file;
}

/** What the cells that ran gave, by their number. */
interface RunOutputs {
  readonly shown: ReadonlyMap<number, readonly MimeBundle[]>;
  readonly ends: ReadonlyMap<number, CellEnd>;
}

async function save(
  path: string,
  file: NotebookFile,
  flags: NotebookFlags,
  { shown, ends }: RunOutputs,
): Promise<void> {
  const target = flags.out === undefined ? path : resolve(flags.out);
  if (flags.out === undefined && file.outputs === "omit") return;
  const outputs = new Map<number, CellOutputs>();
  for (const [cell, { state, message }] of ends)
    outputs.set(cell, {
      ok: state === "done",
      outputs: state === "failed" ? [{ "text/plain": message }] : (shown.get(cell) ?? []),
    });
  await writeAtomically(outputsPath(target), savedOutputsText(file.cells, outputs));
  if (flags.out === undefined) return;
  await writeAtomically(target, notebookText({ ...file, outputs: "beside" }));
  if (dirname(target) !== dirname(path))
    process.stderr.write(
      `note: paths in ${relative(process.cwd(), target)} are relative to ${dirname(path)}\n`,
    );
}

interface EndedCell {
  readonly cell: number;
  readonly kind: string;
  readonly end: CellEnd;
}

function printEnd({ cell, kind, end }: EndedCell, flags: NotebookFlags, paint: Paint): void {
  const failed = end.state !== "done";
  if (flags.quiet && !failed) return;
  const mark = failed ? paint("red", "✖") : paint("green", "✔");
  const time = end.cached ? "unchanged" : formatDuration(end.ms);
  const place = end.line === undefined ? "" : `:${end.line}:${end.column ?? 1}`;
  process.stderr.write(
    `${mark} ${`cell ${cell + 1}${failed ? place : ""}`.padEnd(8)} ${kind.padEnd(6)} ${paint("dim", time.padStart(9))}  ${end.message}\n`,
  );
}

/** Outputs hold rows and reports: too much for a log. */
function withoutOutputs(event: NotebookEvent): unknown {
  return event.type === "output"
    ? { type: "output", cell: event.cell, outputs: event.outputs.length }
    : event;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
