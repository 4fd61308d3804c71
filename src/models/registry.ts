import type { ModelOptions, ModelType } from "../config/modelOptions/model.ts";
import type { ModelTable } from "../transform/modelTable.ts";
import { fitAuto } from "./auto.ts";
import { DamagedPart } from "./saved/damagedPart.ts";
import { manifestName } from "./saved/unzipModel.ts";
import type { FitContext, FittedModel, ModelState, Synthesizer } from "./synthesizer.ts";

/** Every synthesizer by its `type`, read when it is asked for; a new model is one line here. */
const synthesizers: {
  readonly [T in ModelType]?: () => Promise<Synthesizer<Extract<ModelOptions, { type: T }>>>;
} = {
  argn: async () => (await import("./argn/argn.ts")).argn,
  circuit: async () => (await import("./circuit/circuit.ts")).circuit,
  copulaGan: async () => (await import("./copulaGan/copulaGan.ts")).copulaGan,
  ctgan: async () => (await import("./ctgan/ctgan.ts")).ctgan,
  gaussianCopula: async () => (await import("./gaussianCopula/gaussianCopula.ts")).gaussianCopula,
  independent: async () => (await import("./gaussianCopula/independent.ts")).independent,
  tvae: async () => (await import("./tvae/tvae.ts")).tvae,
};

/** Fits the model a config's `model` object asks for. */
export async function fitModel(
  options: ModelOptions,
  data: ModelTable,
  context: FitContext,
): Promise<FittedModel> {
  if (options.type === "auto") return await fitAuto(options, data, context, fitModel);
  return await (await synthesizerOf(options.type)).fit(data, options, context);
}

/** Loads what a model of this type saved. @throws DamagedPart where there is no such type, or it saved something else */
export async function loadModel(type: string, state: ModelState): Promise<FittedModel> {
  if (!Object.hasOwn(synthesizers, type))
    throw new DamagedPart(
      manifestName,
      `it names a model "${type.slice(0, 100)}"; this version has ${Object.keys(synthesizers).join(", ")}`,
    );
  return await (await synthesizerOf(type)).load(state);
}

async function synthesizerOf(type: string): Promise<Synthesizer<ModelOptions>> {
  return (await synthesizers[type as ModelType]!()) as Synthesizer<ModelOptions>;
}
