import type { ModelOptions, ModelType } from "../config/modelOptions/model.ts";
import { ModelError, type ModelTable } from "../transform/modelTable.ts";
import { argn } from "./argn/argn.ts";
import { fitAuto } from "./auto.ts";
import { circuit } from "./circuit/circuit.ts";
import { copulaGan } from "./copulaGan/copulaGan.ts";
import { ctgan } from "./ctgan/ctgan.ts";
import { gaussianCopula } from "./gaussianCopula/gaussianCopula.ts";
import { independent } from "./gaussianCopula/independent.ts";
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

/** Fits the model a config's `model` object asks for. @throws ModelError when there is no such model */
export async function fitModel(
  options: ModelOptions,
  data: ModelTable,
  context: FitContext,
): Promise<FittedModel> {
  if (options.type === "auto") return await fitAuto(options, data, context, fitModel);
  return await synthesizerOf(options.type).fit(data, options, context);
}

/** Loads what a model of this type saved. @throws ModelError */
export async function loadModel(type: string, state: ModelState): Promise<FittedModel> {
  return await synthesizerOf(type).load(state);
}

function synthesizerOf(type: string): Synthesizer<ModelOptions> {
  const found = Object.hasOwn(synthesizers, type) ? synthesizers[type as ModelType] : undefined;
  if (found === undefined)
    throw new ModelError(
      `there is no model ${type} in this version; there are ${Object.keys(synthesizers).join(", ")}`,
    );
  return found as Synthesizer<ModelOptions>;
}
