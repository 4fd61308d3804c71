import { join } from "node:path";
import { hashConfig } from "../config/hashConfig.ts";
import type { RunJob, RunOverrides } from "../protocol/worker.ts";
import {
  createRunFolder,
  isInterrupted,
  listRuns,
  type RunFolder,
  type RunState,
  runsFolder,
  writeRunState,
} from "../runFolder/runFolder.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";
import { fileFingerprint } from "../table/fingerprint.ts";
import { PipelineError } from "./pipelineError.ts";
import type { Plan } from "./stages/validate.ts";

/** A run folder with its state on disk kept up to date. */
export class OpenRun {
  readonly folder: RunFolder;
  readonly resumed: boolean;
  #state: RunState;

  constructor(folder: RunFolder, state: RunState, resumed: boolean) {
    this.folder = folder;
    this.resumed = resumed;
    this.#state = state;
  }

  get state(): RunState {
    return this.#state;
  }

  file(name: string): string {
    return join(this.folder.path, name);
  }

  async update(change: Partial<RunState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    await writeRunState(this.folder.path, this.#state);
  }

  async finish(stage: string): Promise<void> {
    if (!this.#state.finished.includes(stage))
      await this.update({ finished: [...this.#state.finished, stage] });
  }
}

/** A resumed run keeps the overrides it was started with unless new ones are given. */
export async function resumedOverrides(job: RunJob): Promise<RunOverrides> {
  if (!job.resume || Object.values(job.overrides).some((v) => v !== undefined)) return job.overrides;
  const interrupted = await newestInterrupted(job.config);
  return interrupted?.state.overrides ?? job.overrides;
}

/** @throws PipelineError when asked to resume and there is nothing that can be */
export async function openRun(job: RunJob, plan: Plan, overrides: RunOverrides): Promise<OpenRun> {
  const configHash = hashConfig(plan.config);
  const dataHash = await fileFingerprint(plan.sourcePath);
  if (job.resume) return await resumeRun(plan, configHash, dataHash);
  const now = new Date();
  const folder = await createRunFolder(plan.configPath, now);
  const run = new OpenRun(
    folder,
    {
      version: 1,
      id: folder.id,
      config: plan.configPath,
      status: "running",
      pid: process.pid,
      started: now.toISOString(),
      ended: null,
      overrides,
      configHash,
      dataHash,
      model: plan.config.model.type,
      finished: [],
      output: null,
      error: null,
      gatesFailed: [],
    },
    false,
  );
  await run.update({});
  await writeAtomically(run.file("config.synth.json"), `${JSON.stringify(plan.config, null, 2)}\n`);
  return run;
}

async function resumeRun(plan: Plan, configHash: string, dataHash: string): Promise<OpenRun> {
  const interrupted = await newestInterrupted(plan.configPath);
  if (!interrupted)
    throw new PipelineError(
      `nothing to resume for ${plan.configPath}: no run of it was cut off; run without --resume`,
    );
  const { folder, state } = interrupted;
  const changed =
    state.configHash !== configHash
      ? plan.configPath
      : state.dataHash !== dataHash
        ? plan.sourcePath
        : undefined;
  if (changed) {
    throw new PipelineError(
      `cannot resume ${folder.id}: ${changed} has changed since; undo the change, or run without --resume to start anew`,
    );
  }
  const run = new OpenRun(folder, state, true);
  await run.update({ status: "running", pid: process.pid, ended: null, error: null });
  return run;
}

/** A run that failed counts: what stopped it, a full disk for one, may be mended, and what it had finished is kept. */
async function newestInterrupted(
  config: string,
): Promise<{ folder: RunFolder; state: RunState } | undefined> {
  const runs = await listRuns(runsFolder(config), config);
  return runs.find(({ state }) => isInterrupted(state) || state.status === "failed");
}
