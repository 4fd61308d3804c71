import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { hashConfig } from "../../config/hashConfig.ts";
import type { RunJob, RunOverrides } from "../../protocol/worker.ts";
import { claimLease, type HeldLease, settleLease } from "../../runFolder/lease.ts";
import { createRunFolder, listRuns, type RunFolder, runsFolder } from "../../runFolder/runFolder.ts";
import { isAtWork, type RunState, writeRunState } from "../../runFolder/runState.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { fileFingerprint } from "../../table/fingerprint.ts";
import { PipelineError } from "../pipelineError.ts";
import { keyMark } from "../source/keyMark.ts";
import type { Plan } from "../stages/validate.ts";
import { findResumable } from "./findResumable.ts";

/** A run folder that this process holds, with its state on disk kept up to date. */
export class OpenRun {
  readonly folder: RunFolder;
  readonly resumed: boolean;
  readonly #lease: HeldLease;
  #state: RunState;

  constructor(folder: RunFolder, state: RunState, lease: HeldLease, resumed: boolean) {
    this.folder = folder;
    this.resumed = resumed;
    this.#lease = lease;
    this.#state = state;
  }

  get state(): RunState {
    return this.#state;
  }

  file(name: string): string {
    return join(this.folder.path, name);
  }

  /** @throws UserError when another process has taken the run over */
  async update(change: Partial<RunState>): Promise<void> {
    await this.assertCurrent();
    this.#state = { ...this.#state, ...change };
    await writeRunState(this.folder.path, this.#state);
  }

  async finish(stage: string): Promise<void> {
    if (!this.#state.finished.includes(stage))
      await this.update({ finished: [...this.#state.finished, stage] });
  }

  /** @throws UserError when another process has taken the run over: what follows is for that one to write */
  assertCurrent(): Promise<void> {
    return this.#lease.assertCurrent();
  }

  close(): Promise<void> {
    return this.#lease.release();
  }
}

/** A resumed run keeps the overrides it was started with unless new ones are given. */
export async function resumedOverrides(job: RunJob): Promise<RunOverrides> {
  if (job.resume === false || Object.values(job.overrides).some((v) => v !== undefined)) return job.overrides;
  return (await findResumable(job.config, job.resume)).state.overrides;
}

/**
 * A process elsewhere that was killed a moment ago looks alive until its heartbeat has been missed: waits for that.
 * `waiting` is called once when there is something to wait for.
 */
export async function settleRuns(
  config: string,
  waiting: (runId: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const { folder, state } of await listRuns(runsFolder(config), config)) {
    if (!isAtWork(state)) continue;
    waiting(folder.id);
    await settleLease(folder.path, signal);
  }
}

/** @throws PipelineError when asked to resume and there is nothing that can be */
export async function openRun(job: RunJob, plan: Plan, overrides: RunOverrides): Promise<OpenRun> {
  const configHash = hashConfig(plan.config);
  const dataHash = await fileFingerprint(plan.sourcePath);
  if (job.resume !== false) return await resumeRun(job.resume, plan, configHash, dataHash);
  const now = new Date();
  const folder = await createRunFolder(plan.configPath, now);
  const salt = randomBytes(16).toString("hex");
  const mark = keyMark(plan.config, dirname(plan.configPath), salt);
  const state: RunState = {
    version: 2,
    id: folder.id,
    config: plan.configPath,
    status: "running",
    reason: null,
    started: now.toISOString(),
    ended: null,
    overrides,
    configHash,
    dataHash,
    ...(mark !== null && { keys: { salt, mark } }),
    model: plan.config.model.type,
    finished: [],
    output: null,
    error: null,
    gatesFailed: [],
  };
  const run = new OpenRun(folder, state, await claimLease(folder.path), false);
  await run.update({});
  await writeAtomically(run.file("config.synth.json"), `${JSON.stringify(plan.config, null, 2)}\n`);
  return run;
}

function hasOtherKeys({ config, configPath }: Plan, { keys }: RunState): boolean {
  return keys !== undefined && keyMark(config, dirname(configPath), keys.salt) !== keys.mark;
}

async function resumeRun(
  wanted: string | true,
  plan: Plan,
  configHash: string,
  dataHash: string,
): Promise<OpenRun> {
  const { folder, state } = await findResumable(plan.configPath, wanted);
  const changed =
    state.configHash !== configHash
      ? plan.configPath
      : state.dataHash !== dataHash
        ? plan.sourcePath
        : hasOtherKeys(plan, state)
          ? "a key of its pseudonyms"
          : undefined;
  if (changed) {
    throw new PipelineError(
      `cannot resume ${folder.id}: ${changed} has changed since; undo the change, or run without --resume to start again`,
    );
  }
  const run = new OpenRun(folder, state, await claimLease(folder.path), true);
  await run.update({ status: "running", reason: null, ended: null, error: null });
  return run;
}
