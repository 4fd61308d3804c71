import { sampleRows } from "../../../learners/sampling.ts";
import { Random } from "../../../numerics/random.ts";
import { type Table, takeRows } from "../../../table/table.ts";
import type { AttackedModel } from "../../attackedModel.ts";
import type { ReportInput } from "../../reportInput.ts";

/** Most rows a side: the interval of an AUC is then about ± 0.02. */
const maxRows = 2000;
/** Fewer held-out rows than this cannot tell a leak from luck. */
const minRows = 20;

export interface AttackedRows {
  readonly model: AttackedModel;
  /** Training rows, and as many rows the model never saw, in random order. */
  readonly members: Table;
  readonly others: Table;
}

/** The rows a model is attacked with; null without a model that can be asked, or without enough held-out rows. */
export function attackedRows({ model, real, holdout, seed }: ReportInput): AttackedRows | null {
  if (model === undefined || model.columns.length === 0 || holdout === null) return null;
  const count = Math.min(real.rows, holdout.rows, maxRows);
  if (count < minRows) return null;
  const random = new Random(seed).fork("attacked rows");
  const take = (table: Table, name: string) =>
    takeRows(table, sampleRows(table.rows, count, random.fork(name)));
  return { model, members: take(real, "members"), others: take(holdout, "others") };
}
