import { type ModelFile, namingFile, readModelFile, writeModelFile } from "../models/modelFile.ts";
import { loadModel } from "../models/registry.ts";
import { checkRestorable } from "../models/saved/savedTable.ts";
import type { FittedModel } from "../models/synthesizer.ts";
import { generator } from "./generator.ts";

/** A model ready to sample, with how its rows are restored and written. */
export type TrainedModel = Omit<ModelFile, "state" | "generator" | "model"> & { readonly model: FittedModel };

export async function saveTrained(path: string, { model, ...file }: TrainedModel): Promise<void> {
  await writeModelFile(path, { ...file, model: model.type, generator, state: await model.save() });
}

/** @throws ModelError naming the file and its part when it is missing, damaged, forged or from a newer version */
export async function loadTrained(path: string): Promise<TrainedModel> {
  const { state, model: type, generator: _, ...file } = await readModelFile(path);
  return await namingFile(path, async () => {
    const model = await loadModel(type, state);
    checkRestorable(file, model.columns);
    return { ...file, model };
  });
}
