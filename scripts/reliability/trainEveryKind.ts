import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelType } from "../../src/config/modelOptions/model.ts";
import { runPipeline } from "../../src/pipeline/runPipeline.ts";
import { everyKindCsv } from "./everyKind.ts";
import { everyRelationCsv, relationColumns, relationRules } from "./everyRelation.ts";

const gan = { epochs: 1, batchSize: 100, embeddingDim: 16 };
const small: Partial<Record<ModelType, object>> = {
  ctgan: { ...gan, generatorDim: [16], discriminatorDim: [20] },
  copulaGan: { ...gan, generatorDim: [16], discriminatorDim: [20] },
  tvae: { ...gan, compressDims: [16], decompressDims: [16] },
  argn: { epochs: 1 },
  circuit: { maxLatentStates: 8, epochs: 2, maxBins: 16 },
};

/** Trains a small model on a table of every kind of column in `folder`; returns the bytes of its file. */
export async function trainEveryKind(type: ModelType, folder: string): Promise<Uint8Array> {
  writeFileSync(join(folder, "every.csv"), everyKindCsv(300));
  return await train(type, folder, {
    source: { path: "every.csv" },
    columns: { code: { type: "id", pattern: "K-\\d{5}" } },
  });
}

/** The same on a table of persons, their orders and rules. */
export async function trainEveryRelation(type: ModelType, folder: string): Promise<Uint8Array> {
  writeFileSync(join(folder, "relations.csv"), everyRelationCsv(150));
  return await train(type, folder, {
    source: { path: "relations.csv" },
    columns: relationColumns,
    rules: relationRules,
  });
}

async function train(type: ModelType, folder: string, of: object): Promise<Uint8Array> {
  const config = join(folder, `${type}.synth.json`);
  const rest = {
    model: { type, ...small[type] },
    output: { path: `${type}.csv`, rows: 100 },
    report: { enabled: false },
  };
  writeFileSync(config, JSON.stringify({ ...of, ...rest }));
  const exitCode = await runPipeline(
    { config, overrides: {}, resume: false },
    () => undefined,
    new AbortController().signal,
  );
  if (exitCode !== 0) throw new Error(`${config} ended with ${exitCode}`);
  return readFileSync(join(folder, `${type}.synthmodel`));
}
