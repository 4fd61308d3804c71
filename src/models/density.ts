import { type DensityModel, type FittedModel, ModelError } from "./synthesizer.ts";

/** The model with its likelihoods and imputation. @throws ModelError when this kind of model has none */
export function asDensityModel(model: FittedModel, path: string): DensityModel {
  if ("logLikelihood" in model && "impute" in model) return model as DensityModel;
  throw new ModelError(
    `${path} holds a model of the type ${model.type}, which gives samples only; train one of the type circuit or argn to score rows and fill in missing cells`,
  );
}
