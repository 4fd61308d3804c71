import type { ModelType } from "./model.ts";

/** What a person needs to know to choose a model; the theory stands in its description. */
export const modelLabels: Readonly<Record<ModelType, string>> = {
  circuit: "Circuit (recommended): seconds, exact conditions",
  ctgan: "CTGAN: a neural network, minutes; a usual baseline",
  tvae: "TVAE: a neural network, minutes; steadier than CTGAN",
  copulaGan: "CopulaGAN: CTGAN on normalized columns, minutes",
  gaussianCopula: "Gaussian copula: a second, simple dependencies",
  argn: "TabularARGN: a neural network, column by column, minutes",
  independent: "Independent columns: at once, no dependencies; to compare with",
  auto: "Auto: tries several models and keeps the best",
};

export const modelTypes = Object.keys(modelLabels) as ModelType[];
