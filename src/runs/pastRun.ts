import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  isInterrupted,
  listRuns,
  type RunFolder,
  type RunState,
  readRunState,
  runsFolder,
} from "../runFolder/runFolder.ts";

/** A run on disk. */
export interface PastRun {
  readonly folder: RunFolder;
  readonly state: RunState;
}

/** Runs of one config, newest first. */
export async function runsOf(config: string): Promise<PastRun[]> {
  return listRuns(runsFolder(config), config);
}

export async function readPastRun(runDir: string): Promise<PastRun | undefined> {
  const state = await readRunState(runDir);
  return state && { folder: { id: state.id, path: runDir }, state };
}

/** Its `report.json`, if it made one. */
export function reportOf({ folder }: PastRun): string | undefined {
  const path = join(folder.path, "report.json");
  return existsSync(path) ? path : undefined;
}

/** A run some living process works on. */
export function isAlive({ state }: PastRun): boolean {
  return state.status === "running" && !isInterrupted(state);
}

/** Only the newest run of a config can be resumed, when it was cut off or failed: what stopped it may be mended. */
export function resumable(runsOfConfig: readonly PastRun[]): PastRun | undefined {
  const [newest] = runsOfConfig;
  return newest !== undefined && (isCutOff(newest) || newest.state.status === "failed") ? newest : undefined;
}

/** Cancelled, or left by a process that is gone. */
export function isCutOff({ state }: PastRun): boolean {
  return isInterrupted(state);
}

/**
 * What *Clean Up Runs* takes away: per config, ended runs beyond the newest `keep`. Living runs and the one that could be
 * resumed stay.
 */
export function runsToRemove(runs: readonly PastRun[], keep: number): PastRun[] {
  const byConfig = new Map<string, PastRun[]>();
  for (const run of newestFirst(runs)) {
    const list = byConfig.get(run.state.config) ?? [];
    byConfig.set(run.state.config, [...list, run]);
  }
  return [...byConfig.values()].flatMap((list) => {
    const stays = resumable(list);
    return list.filter((run) => !isAlive(run) && run !== stays).slice(keep);
  });
}

export function newestFirst(runs: readonly PastRun[]): PastRun[] {
  return [...runs].sort((a, b) => (a.state.started < b.state.started ? 1 : -1));
}
