import { rm } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { counted } from "../../language/counts.ts";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { removeRun } from "../../runFolder/runFolder.ts";
import { type MadeFrom, madeFrom, runAtWork } from "../../runs/madeFrom.ts";
import { exitCodes } from "../exitCodes.ts";

interface ForgetFlags {
  readonly in?: string;
  readonly configs?: boolean;
  readonly yes?: boolean;
}

export function forgetCommand(): Command {
  return new Command("forget")
    .description(
      "delete everything made from a table: runs, models, synthetic tables; the table itself stays",
    )
    .argument("<source>", "the real table; it may be gone already")
    .option("--in <folder>", "where to look, with the folders in it (default: here)")
    .option("--configs", "delete the configs that read it, too")
    .option("--yes", "delete without asking; otherwise the list is shown first")
    .action(async (source: string, flags: ForgetFlags) => {
      process.exitCode = await forget(resolve(source), flags);
    });
}

async function forget(source: string, flags: ForgetFlags): Promise<number> {
  const made = await madeFrom(source, resolve(flags.in ?? "."));
  const working = runAtWork(made);
  if (working !== undefined)
    throw new PipelineError(`${working.folder.id} is still running: cancel it first`);
  const configs = flags.configs ? made.configs : [];
  const paths = [...made.runs.map(({ folder }) => folder.path), ...made.files, ...made.folders, ...configs];
  if (paths.length === 0) {
    process.stderr.write("nothing made from it was found here; --in FOLDER looks elsewhere\n");
    return exitCodes.done;
  }
  for (const path of paths) process.stdout.write(`${relative(process.cwd(), path) || path}\n`);
  const kept = flags.configs ? 0 : made.configs.length;
  if (kept > 0)
    process.stderr.write(
      `${counted(kept, "config")} of it ${kept === 1 ? "stays" : "stay"}; --configs deletes ${kept === 1 ? "it" : "them"}, too\n`,
    );
  if (!(flags.yes ?? false) && !(await isAgreed(paths.length))) {
    process.stderr.write("nothing was deleted; add --yes to delete\n");
    return exitCodes.usage;
  }
  await remove(made, configs);
  process.stderr.write(
    `deleted ${paths.length === 1 ? "it" : "all of it"}; copies and exports made by hand are not known\n`,
  );
  return exitCodes.done;
}

async function remove(made: MadeFrom, configs: readonly string[]): Promise<void> {
  for (const file of made.files) await rm(file, { force: true });
  for (const folder of made.folders) await rm(folder, { recursive: true, force: true });
  for (const { folder } of made.runs) await removeRun(folder);
  for (const config of configs) await rm(config, { force: true });
}

/** Only who sits at a terminal can be asked. */
async function isAgreed(count: number): Promise<boolean> {
  if (process.stdin.isTTY !== true) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`Delete ${count === 1 ? "this" : `these ${count}`}? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
