import { basename } from "node:path";
import { nearest } from "../../jsonc/nearest.ts";
import { type FoundRun, listRuns, runsFolder } from "../../runFolder/runFolder.ts";
import { isAtWork, isResumable } from "../../runFolder/runState.ts";
import { PipelineError } from "../pipelineError.ts";

/**
 * The run that `--resume` continues: the newest one that was cut off, cancelled or failed since the last that finished; with a name,
 * that run, however old.
 * @throws PipelineError when there is none, naming an older one that could be meant
 */
export async function findResumable(config: string, wanted: string | true): Promise<FoundRun> {
  const runs = await listRuns(runsFolder(config), config);
  return wanted === true ? newestResumable(config, runs) : namedRun(config, runs, wanted);
}

function newestResumable(config: string, runs: readonly FoundRun[]): FoundRun {
  const found = runs.find(({ state }) => isResumable(state));
  const finished = runs.find(({ state }) => state.status === "succeeded");
  if (found !== undefined && (finished === undefined || runs.indexOf(found) < runs.indexOf(finished)))
    return found;
  if (found === undefined) {
    const working = runs.find(({ state }) => isAtWork(state));
    throw new PipelineError(
      working === undefined
        ? `nothing to resume for ${config}: no run of it was cut off; run without --resume`
        : `nothing to resume for ${config}: ${working.folder.id} is still running`,
    );
  }
  throw new PipelineError(
    `nothing to resume for ${config}: its last run, ${finished!.folder.id}, finished. An older one can be continued with --resume ${found.folder.id}`,
  );
}

function namedRun(config: string, runs: readonly FoundRun[], wanted: string): FoundRun {
  const names = runs.map(({ folder }) => folder.id);
  const found = runs.filter(({ folder }) => folder.id === wanted || folder.id.startsWith(wanted));
  const run = found.find(({ folder }) => folder.id === wanted) ?? found[0];
  if (run === undefined || (found.length > 1 && run.folder.id !== wanted)) {
    const guess = nearest(wanted, names);
    const hint = guess === undefined ? "" : `; did you mean ${guess}?`;
    throw new PipelineError(
      `${basename(config)} has ${found.length > 1 ? "several runs" : "no run"} named ${wanted}${hint}`,
    );
  }
  if (isResumable(run.state)) return run;
  throw new PipelineError(
    `cannot resume ${run.folder.id}: ${isAtWork(run.state) ? "it is still running" : "it finished"}`,
  );
}
