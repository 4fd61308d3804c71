import { type FittedModel, isDensityModel } from "../../models/synthesizer.ts";
import type { AttackedModel } from "../../quality/attackedModel.ts";
import { ownersOf, type RestorePlan } from "../../transform/restorePlan.ts";
import { toModelTable } from "../../transform/toModelTable.ts";
import { imputeRows } from "./imputeRows.ts";

/** The model for the attacks of a report, in the terms of the real table; undefined where it knows no likelihoods. */
export function attackedModel(model: FittedModel, plan: RestorePlan): AttackedModel | undefined {
  if (!isDensityModel(model)) return undefined;
  const owners = ownersOf(plan);
  return {
    columns: [...new Set(model.columns.flatMap(({ name }) => owners.get(name)?.name ?? []))],
    logLikelihood: (rows) => model.logLikelihood(toModelTable(plan, model.columns, rows)),
    impute: async (rows) => (await imputeRows(model, plan, rows, { seed: 0, draws: 1 }))[0]!.table,
  };
}
