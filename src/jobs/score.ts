import { z } from "zod";
import { withDensityModel, writeTable } from "../pipeline/savedModel/densityWork.ts";
import { type ScoredRow, scoreRows } from "../pipeline/savedModel/scoreRows.ts";
import type { RunEvent } from "../protocol/run.ts";
import { path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  model: path,
  data: path,
  /** File for the scores of every row. */
  out: path.exactOptional(),
  /** Least likely rows to return. */
  top: z.int().min(0).default(10),
});

export interface ScoredTable {
  readonly rows: number;
  /** Mean log-likelihood, nats a row. */
  readonly mean: number;
  /** Least likely first. */
  readonly unlikeliest: readonly ScoredRow[];
}

/** Measures how likely each row of a table is under a trained model. */
export const scoreJob: Job<typeof input, RunEvent, ScoredTable> = {
  input,
  run: ({ model, data, out, top }, context) =>
    withDensityModel({ model, data, outputs: out === undefined ? [] : [out] }, context, async (work) => {
      const scores = await scoreRows(work.model, work.trained.restore, work.loaded.table);
      if (out !== undefined) await writeTable(out, scores, scores.columns, scores.table);
      return { rows: scores.table.rows, mean: scores.mean, unlikeliest: scores.unlikeliest(top) };
    }),
};
