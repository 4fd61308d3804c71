import type { GaussianCopulaOptions } from "../../config/modelOptions/gaussianCopula.ts";
import type { ModelTable } from "../../transform/modelTable.ts";
import type { FitContext } from "../synthesizer.ts";
import type { MarginalKind } from "./marginal.ts";

type MarginalOptions = Pick<GaussianCopulaOptions, "defaultDistribution" | "numericalDistributions">;

/** The kind of marginal the options ask for, by column; warns of names that are not continuous columns. */
export function marginalKinds(
  data: ModelTable,
  { defaultDistribution, numericalDistributions }: MarginalOptions,
  context: FitContext,
): (name: string) => MarginalKind {
  for (const name of Object.keys(numericalDistributions))
    if (!data.columns.some((c) => c.kind === "continuous" && c.name === name))
      context.warn(
        `numericalDistributions names ${name}, which is not modeled as a number: it has no effect`,
      );
  return (name) =>
    Object.hasOwn(numericalDistributions, name) ? numericalDistributions[name]! : defaultDistribution;
}
