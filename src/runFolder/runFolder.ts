import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ignoreInGit } from "./realPath.ts";
import { type RunMark, readRunMark } from "./runMark.ts";
import { isAtWork, isCutOff, type RunState, readRunState, writeRunState } from "./runState.ts";

/**
 * `.syndata/runs/<id>/` beside the config: everything one run made.
 * `config.synth.json` as run · `state.json` · `lease-N.json` · `events.jsonl` · `losses.csv` · `timings.json` · `mark.json` · `model.synthmodel` ·
 * `report.json` · `report.html` · `summary.html` · `checkpoint/` while training.
 */
export interface RunFolder {
  readonly id: string;
  readonly path: string;
}

/** A run on disk, its state as it is now. */
export interface FoundRun {
  readonly folder: RunFolder;
  readonly state: RunState;
  /** What a person says of it. */
  readonly mark: RunMark;
}

export function runsFolder(config: string): string {
  return join(dirname(config), ".syndata", "runs");
}

/** Makes a new run folder; `.syndata` ignores itself in git. */
export async function createRunFolder(config: string, now: Date): Promise<RunFolder> {
  const stamp = now.toISOString().slice(0, 19).replace(/:/g, "-");
  const name = basename(config)
    .replace(/\.synth\.json$|\.json$/i, "")
    .replace(/[^\w-]+/g, "_")
    .slice(0, 40);
  const id = `${stamp}-${name}-${randomBytes(2).toString("hex")}`;
  const path = join(runsFolder(config), id);
  await mkdir(path, { recursive: true });
  await ignoreInGit(join(dirname(config), ".syndata"));
  return { id, path };
}

/** Writes how a run ended whose process died without saying so; a state that says more than `running` stays. */
export async function concludeKilled(
  runPath: string,
  end: Pick<RunState, "status" | "reason" | "error">,
): Promise<void> {
  const state = await readRunState(runPath);
  if (state === undefined || !(isAtWork(state) || (isCutOff(state) && state.ended === null))) return;
  await writeRunState(runPath, { ...state, ...end, ended: new Date().toISOString() });
}

/** All runs beside this config, newest first; with `config` set, only those of that config. */
export async function listRuns(folder: string, config?: string): Promise<FoundRun[]> {
  const ids = existsSync(folder) ? await readdir(folder) : [];
  const found: FoundRun[] = [];
  for (const id of ids) {
    const path = join(folder, id);
    const state = await readRunState(path);
    if (state && (config === undefined || state.config === config))
      found.push({ folder: { id, path }, state, mark: await readRunMark(path) });
  }
  return found.sort((a, b) => (keyOf(a.state) < keyOf(b.state) ? 1 : -1));
}

function keyOf({ started, id }: RunState): string {
  return `${started} ${id}`;
}

export async function removeRun(folder: RunFolder): Promise<void> {
  await rm(folder.path, { recursive: true, force: true });
}
