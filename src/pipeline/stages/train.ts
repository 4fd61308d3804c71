import { fitModel } from "../../models/registry.ts";
import type { CheckpointStore, FittedModel } from "../../models/synthesizer.ts";
import { sourceRows } from "../../table/read/sampled/sourceSample.ts";
import type { RunLog } from "../runFiles/runLog.ts";
import type { Preprocessed } from "./preprocess.ts";
import type { Plan } from "./validate.ts";

/** Fits the model of the config to the prepared training rows. */
export async function train(
  { plan, log, signal }: { readonly plan: Plan; readonly log: RunLog; readonly signal: AbortSignal },
  data: Preprocessed,
  checkpoint: CheckpointStore,
): Promise<FittedModel> {
  const { config } = plan;
  let base: number | undefined;
  return await fitModel(config.model, data.prepared.data, {
    seed: config.seed,
    signal,
    plannedRows: config.output.rows ?? sourceRows(plan.loaded),
    ...(config.report.target !== undefined && { target: config.report.target }),
    progress(update) {
      base ??= checkpoint.resume ? update.fraction : 0;
      log.progress(update, base);
    },
    warn: (message) => log.warn(message),
    checkpoint,
  });
}
