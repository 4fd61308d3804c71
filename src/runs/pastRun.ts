import { existsSync } from "node:fs";
import { join } from "node:path";
import { type FoundRun, listRuns, runsFolder } from "../runFolder/runFolder.ts";
import { readRunMark } from "../runFolder/runMark.ts";
import { isAtWork, isResumable, readRunState } from "../runFolder/runState.ts";

/** A run on disk. */
export type PastRun = FoundRun;

/** Runs of one config, newest first. */
export async function runsOf(config: string): Promise<PastRun[]> {
  return listRuns(runsFolder(config), config);
}

export async function readPastRun(runDir: string): Promise<PastRun | undefined> {
  const state = await readRunState(runDir);
  return state && { folder: { id: state.id, path: runDir }, state, mark: await readRunMark(runDir) };
}

/** Its `report.json`, if it made one. */
export function reportOf({ folder }: PastRun): string | undefined {
  const path = join(folder.path, "report.json");
  return existsSync(path) ? path : undefined;
}

/** Its model file, if it made one. */
export function modelOf({ folder }: PastRun): string | undefined {
  const path = join(folder.path, "model.synthmodel");
  return existsSync(path) ? path : undefined;
}

/** Only the newest run of a config can be resumed, when it did not succeed: what stopped it may be fixed. */
export function resumable(runsOfConfig: readonly PastRun[]): PastRun | undefined {
  const [newest] = runsOfConfig;
  return newest !== undefined && isResumable(newest.state) ? newest : undefined;
}

/**
 * What *Clean Up Runs* takes away: per config, ended runs beyond the newest `keep`. Living runs, pinned ones and the one that
 * could be resumed stay.
 */
export function runsToRemove(runs: readonly PastRun[], keep: number): PastRun[] {
  const byConfig = new Map<string, PastRun[]>();
  for (const run of newestFirst(runs)) {
    const list = byConfig.get(run.state.config) ?? [];
    byConfig.set(run.state.config, [...list, run]);
  }
  return [...byConfig.values()].flatMap((list) => {
    const stays = resumable(list);
    return list.filter((run) => !isAtWork(run.state) && run !== stays && !run.mark.pinned).slice(keep);
  });
}

export function newestFirst(runs: readonly PastRun[]): PastRun[] {
  return [...runs].sort((a, b) => (a.state.started < b.state.started ? 1 : -1));
}

/** When the run ended, or began where it has not, in milliseconds since 1970: the time that goes with its state. */
export function lastMoment({ state }: PastRun): number {
  return Date.parse(state.ended ?? state.started);
}
