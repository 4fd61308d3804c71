import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ReportJson } from "../protocol/report.ts";
import type { RunEvent } from "../protocol/run.ts";
import type { RunJob } from "../protocol/worker.ts";
import type { ComparedRun } from "../report/modelTable.ts";
import { inTurns } from "./inTurns.ts";
import { PipelineError } from "./pipelineError.ts";

/** Runs a job somewhere (a fresh child process, so that memory is its own) and tells its events. */
export type RunElsewhere = (job: RunJob, onEvent: (event: RunEvent) => void) => Promise<number>;

export interface Comparison {
  readonly config: string;
  readonly models: readonly string[];
  readonly seeds: readonly number[];
  /** Folder for the synthetic tables and the models, MODEL-SEED.csv and MODEL-SEED.synthmodel. */
  readonly out: string;
  /** Runs at once. */
  readonly jobs: number;
  /** Language of the reports that people read; English if omitted. */
  readonly lang?: RunJob["lang"];
}

/**
 * One run per model and seed, each with its own holdout; results model by model, seed by seed, whatever ended first.
 * @throws PipelineError naming the run that failed; no other is begun then
 */
export async function compareModels(
  job: Comparison,
  run: RunElsewhere,
  onEvent: (event: RunEvent, label: string) => void,
): Promise<ComparedRun[]> {
  const pairs = job.models.flatMap((model) => job.seeds.map((seed) => ({ model, seed })));
  return await inTurns(pairs, job.jobs, ({ model, seed }) => compareOne(job, { model, seed }, run, onEvent));
}

async function compareOne(
  job: Comparison,
  { model, seed }: { readonly model: string; readonly seed: number },
  run: RunElsewhere,
  onEvent: (event: RunEvent, label: string) => void,
): Promise<ComparedRun> {
  const label = `${model}, seed ${seed}`;
  const overrides = {
    seed,
    out: join(job.out, `${model}-${seed}.csv`),
    modelOut: join(job.out, `${model}-${seed}.synthmodel`),
    set: [
      ["model.type", model],
      ["report.enabled", true],
      ["report.gates", {}],
    ] as const,
  };
  let done: Extract<RunEvent, { type: "done" }> | undefined;
  let trainMs = 0;
  let failure = "it ended without a result";
  const reader = job.lang === undefined ? {} : { lang: job.lang };
  const code = await run({ config: job.config, overrides, resume: false, ...reader }, (event) => {
    if (event.type === "done") done = event;
    if (event.type === "failed") failure = event.message;
    if (
      event.type === "stage" &&
      event.state === "end" &&
      (event.stage === "train" || event.stage === "preprocess")
    )
      trainMs += event.ms;
    onEvent(event, label);
  });
  if (code === 130) throw new PipelineError(`cancelled at ${label}`);
  if (code !== 0 || !done?.reportPath) throw new PipelineError(`${label}: ${failure}`);
  const report = JSON.parse(
    await readFile(join(dirname(done.reportPath), "report.json"), "utf8"),
  ) as ReportJson;
  return {
    model,
    seed,
    report,
    trainSeconds: trainMs / 1000,
    totalSeconds: done.ms / 1000,
    peakMb: done.peakMb ?? null,
  };
}
