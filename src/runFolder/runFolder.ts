import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RunOverrides } from "../protocol/worker.ts";
import { isProcessAlive } from "./isProcessAlive.ts";
import { writeAtomically } from "./writeAtomically.ts";

/**
 * `.syndata/runs/<id>/` beside the config: everything one run made.
 * `config.synth.json` as run · `state.json` · `events.jsonl` · `losses.csv` · `timings.json` · `model.synthmodel` ·
 * `report.json` · `report.html` · `summary.html` · `checkpoint/` while training.
 */
export interface RunFolder {
  readonly id: string;
  readonly path: string;
}

export interface RunState {
  readonly version: 1;
  readonly id: string;
  /** Absolute path of the config when the run began. */
  readonly config: string;
  readonly status: "running" | "cancelled" | "failed" | "done";
  /** Process that works on it; a `running` state whose process is gone was killed. */
  readonly pid: number;
  readonly started: string;
  readonly ended: string | null;
  readonly overrides: RunOverrides;
  /** SHA-256 of the effective config (overrides applied) and of the source file's bytes. */
  readonly configHash: string;
  readonly dataHash: string;
  readonly model: string;
  /** Stages finished so far, in order. */
  readonly finished: readonly string[];
  readonly output: string | null;
  readonly error: string | null;
  readonly gatesFailed: readonly string[];
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
  const ignore = join(dirname(config), ".syndata", ".gitignore");
  if (!existsSync(ignore)) await writeFile(ignore, "*\n");
  return { id, path };
}

export async function readRunState(runPath: string): Promise<RunState | undefined> {
  try {
    const state = JSON.parse(await readFile(join(runPath, "state.json"), "utf8")) as RunState;
    return state.version === 1 ? state : undefined;
  } catch {
    return undefined;
  }
}

export async function writeRunState(runPath: string, state: RunState): Promise<void> {
  await writeAtomically(join(runPath, "state.json"), `${JSON.stringify(state, null, 2)}\n`);
}

/** The last word on a run whose process died without one; a state that says more than `running` stays. */
export async function concludeKilled(
  runPath: string,
  status: "failed" | "cancelled",
  error: string,
): Promise<void> {
  const state = await readRunState(runPath);
  if (state?.status !== "running") return;
  await writeRunState(runPath, { ...state, status, ended: new Date().toISOString(), error });
}

/** All runs beside this config, newest first; with `config` set, only those of that config. */
export async function listRuns(
  folder: string,
  config?: string,
): Promise<{ folder: RunFolder; state: RunState }[]> {
  const ids = existsSync(folder) ? await readdir(folder) : [];
  const found: { folder: RunFolder; state: RunState }[] = [];
  for (const id of ids.sort().reverse()) {
    const path = join(folder, id);
    const state = await readRunState(path);
    if (state && (config === undefined || state.config === config))
      found.push({ folder: { id, path }, state });
  }
  return found;
}

/** True when the run was cut off: cancelled, or its process is gone. */
export function isInterrupted(state: RunState): boolean {
  if (state.status === "cancelled") return true;
  return state.status === "running" && !isProcessAlive(state.pid);
}

export async function removeRun(folder: RunFolder): Promise<void> {
  await rm(folder.path, { recursive: true, force: true });
}
