import { basename } from "node:path";
import type { SynthConfig } from "../../config/schema.ts";
import { fitModel } from "../../models/registry.ts";
import type { FitProgress } from "../../models/synthesizer.ts";
import { outputColumns } from "../../pipeline/outputFormat.ts";
import { openCheckpoints, removeCheckpoints } from "../../pipeline/runFiles/checkpoints.ts";
import { preprocess } from "../../pipeline/stages/preprocess.ts";
import { saveTrained } from "../../pipeline/trainedModel.ts";
import type { LossesJson } from "../../protocol/notebook.ts";
import type { JsonValue } from "../../transform/modelTable.ts";
import { lossesBundle } from "../outputs.ts";
import type { StepContext, StepResult } from "../stepContext.ts";
import { modelKey } from "../stepKey.ts";
import type { ModelStep } from "../workflow.ts";
import { openSource } from "./source.ts";

/** Between two drawings of a live curve, ms. */
const drawEvery = 400;

export function modelFile(key: string): string {
  return `model-${key}.synthmodel`;
}

/** How a cached model was trained. */
export function trainingFile(key: string): string {
  return `model-${key}.json`;
}

/** Trains, or takes the model from the cache; a training that was cancelled goes on where it stopped. */
export async function modelStep(context: StepContext, planned: ModelStep): Promise<StepResult> {
  const { cache } = context;
  const { config } = planned;
  context.progress({ fraction: null, label: "reading the source" });
  const { source, plan } = await openSource(context, planned.step, config);
  const key = modelKey(config, source.fingerprint);
  const known = await cache.readJson<LossesJson>(trainingFile(key));
  if (!context.fresh && known !== undefined && cache.has(modelFile(key)))
    return { outputs: [lossesBundle(known)], message: sentence(known, planned), cached: true };

  await cache.open();
  const data = await preprocess(plan);
  const live = new LiveTraining(config, [...new Set([...source.loaded.warnings, ...data.prepared.warnings])]);
  const folder = cache.file(`training-${key}`);
  const checkpoint = await openCheckpoints(folder, !context.fresh);
  let drawn = 0;
  const model = await fitModel(config.model, data.prepared.data, {
    seed: config.seed,
    signal: context.signal,
    ...(config.report.target !== undefined && { target: config.report.target }),
    checkpoint,
    warn: (message) => live.warnings.push(message),
    progress(update) {
      live.add(update);
      context.progress({ fraction: update.fraction, label: update.label, etaMs: live.etaMs });
      if (Date.now() - drawn < drawEvery) return;
      drawn = Date.now();
      context.show([lossesBundle(live.json("training"))]);
    },
  });
  try {
    await saveTrained(cache.file(modelFile(key)), {
      model,
      restore: data.prepared.restore,
      format: source.loaded.format,
      columns: outputColumns(data),
      specs: data.specs,
      info: { options: { ...config.model }, trainingRows: data.training.rows } as JsonValue,
      created: new Date().toISOString(),
    });
  } finally {
    await model.dispose();
  }
  const training = live.json("done");
  await cache.writeJson(trainingFile(key), training);
  await removeCheckpoints(folder);
  return { outputs: [lossesBundle(training)], message: sentence(training, planned), cached: false };
}

function sentence({ model, seconds }: LossesJson, { name, config }: ModelStep): string {
  return `${name}: ${model} trained on ${basename(config.source.path)} in ${seconds.toFixed(1)} s`;
}

/** Losses and time of a training that is under way. */
class LiveTraining {
  readonly warnings: string[];
  readonly #model: string;
  readonly #started = Date.now();
  readonly #losses = new Map<string, number[]>();
  #first: number | undefined;
  #last: FitProgress = { fraction: 0, label: "" };

  constructor(config: SynthConfig, warnings: string[]) {
    this.#model = config.model.type;
    this.warnings = warnings;
  }

  get etaMs(): number | null {
    const done = this.#last.fraction - (this.#first ?? 0);
    const elapsed = Date.now() - this.#started;
    return done > 0.002 && elapsed > 500 ? Math.round((elapsed / done) * (1 - this.#last.fraction)) : null;
  }

  add(update: FitProgress): void {
    this.#first ??= update.fraction > 0.05 ? update.fraction : 0;
    this.#last = update;
    if (update.losses === undefined || !update.epochEnds) return;
    for (const [name, value] of Object.entries(update.losses)) {
      const before = this.#losses.get(name) ?? [];
      if (Number.isFinite(value)) before.push(value);
      this.#losses.set(name, before);
    }
  }

  json(state: LossesJson["state"]): LossesJson {
    const done = state === "done";
    return {
      version: 1,
      model: this.#model,
      state,
      fraction: done ? 1 : this.#last.fraction,
      label: this.#last.label,
      etaMs: done ? null : this.etaMs,
      seconds: Math.round((Date.now() - this.#started) / 100) / 10,
      losses: Object.fromEntries(this.#losses),
      warnings: this.warnings,
    };
  }
}
