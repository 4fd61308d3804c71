import type { ModelOptions, ModelType } from "../config/modelOptions/model.ts";
import type { ModelTable } from "../transform/modelTable.ts";
import { argn } from "./argn/argn.ts";
import { fitAuto } from "./auto.ts";
import { circuit } from "./circuit/circuit.ts";
import { copulaGan } from "./copulaGan/copulaGan.ts";
import { ctgan } from "./ctgan/ctgan.ts";
import { gaussianCopula } from "./gaussianCopula/gaussianCopula.ts";
import { independent } from "./gaussianCopula/independent.ts";
import { DamagedPart } from "./saved/damagedPart.ts";
import { manifestName } from "./saved/unzipModel.ts";
import type { FitContext, FittedModel, ModelState, Synthesizer } from "./synthesizer.ts";
import { tvae } from "./tvae/tvae.ts";

/** Every synthesizer by its `type`; a new model is one line here. */
const synthesizers: { readonly [T in ModelType]?: Synthesizer<Extract<ModelOptions, { type: T }>> } = {
  argn,
  circuit,
  copulaGan,
  ctgan,
  gaussianCopula,
  independent,
  tvae,
};

/** Fits the model a config's `model` object asks for. */
export async function fitModel(
  options: ModelOptions,
  data: ModelTable,
  context: FitContext,
): Promise<FittedModel> {
  if (options.type === "auto") return await fitAuto(options, data, context, fitModel);
  return await synthesizerOf(options.type).fit(data, options, context);
}

/** Loads what a model of this type saved. @throws DamagedPart where there is no such type, or it saved something else */
export async function loadModel(type: string, state: ModelState): Promise<FittedModel> {
  if (!Object.hasOwn(synthesizers, type))
    throw new DamagedPart(
      manifestName,
      `it names a model "${type.slice(0, 100)}"; this version has ${Object.keys(synthesizers).join(", ")}`,
    );
  return await synthesizerOf(type).load(state);
}

function synthesizerOf(type: string): Synthesizer<ModelOptions> {
  return synthesizers[type as ModelType] as Synthesizer<ModelOptions>;
}
