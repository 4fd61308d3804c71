import { dirname } from "node:path";
import { resolvePaths } from "../config/paths.ts";
import type { StepContext } from "./stepContext.ts";
import { modelKey } from "./stepKey.ts";
import { modelFile, trainingFile } from "./steps/model.ts";
import { tableFile } from "./steps/output.ts";
import type { ModelStep, TableStep } from "./workflow.ts";

/** Whether the model needs no training: nothing it depends on has changed since it was trained. */
export async function modelIsCached(context: StepContext, { config }: ModelStep): Promise<boolean> {
  const source = await context.session.source(
    config,
    resolvePaths(config, context.path).source,
    dirname(context.path),
  );
  const key = modelKey(config, source.fingerprint);
  return context.cache.has(modelFile(key)) && context.cache.has(trainingFile(key));
}

export async function tableIsCached(context: StepContext, { config }: TableStep): Promise<boolean> {
  const source = await context.session.source(
    config,
    resolvePaths(config, context.path).source,
    dirname(context.path),
  );
  return context.cache.has(tableFile(config, context.path, source));
}
