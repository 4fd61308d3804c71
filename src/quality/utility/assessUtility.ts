import type { Predictor } from "../../learners/learner.ts";
import { type Breathe, makeBreathe, partOf } from "../../numerics/breathe.ts";
import { spearman } from "../../numerics/correlation.ts";
import type { Note, Utility, UtilityModel } from "../../protocol/report.ts";
import { type Table, takeRows } from "../../table/table.ts";
import { finiteOrNull } from "../finite.ts";
import type { QualityInput } from "../input.ts";
import { gapInterval, type ModelScores, scoreModel } from "./scoreModel.ts";
import { makeUtilityTask, type UtilityTask } from "./task.ts";
import { type ModelName, modelsFor, type TrainingWork, trainModel } from "./trainModel.ts";

/**
 * Train on synthetic, test on real (TSTR) beside train on real, test on real (TRTR): the same learners, the same number of training
 * rows (≤ 50,000) and the same test rows (≤ 20,000 of the holdout; without one, 20 % of the real rows, kept from the real side's
 * training). Text targets are classified, numbers and dates predicted by regression. Notes say what was left out, and why
 * there is no result where there is none.
 */
export async function assessUtility(
  input: QualityInput,
): Promise<{ utility: Utility | null; notes: Note[] }> {
  const { task, notes } = makeUtilityTask(input);
  if (task === null) return { utility: null, notes };
  const breathe = makeBreathe(input.signal, input.progress);
  const { seed } = input;
  const names = modelsFor(task.kind);
  const models: UtilityModel[] = [];
  const importances: { real: Float64Array; synthetic: Float64Array }[] = [];
  for (const [k, name] of names.entries()) {
    const part = partOf(breathe, workShares[k]!, workShares[k + 1]!);
    const real = await trainAndScore(name, task, "real", { seed, breathe: partOf(part, 0, 0.45) });
    const synthetic = await trainAndScore(name, task, "synthetic", {
      seed,
      breathe: partOf(part, 0.45, 0.9),
    });
    const scores = { tstr: synthetic.scores, trtr: real.scores };
    models.push(await compare(name, task, scores, { seed, breathe: partOf(part, 0.9, 1) }));
    if (name === "gradientBoosting" || name === "randomForest")
      importances.push({ real: real.importances, synthetic: synthetic.importances });
  }
  const columns = task.real.table.columns;
  return {
    utility: {
      testRows: task.test.table.rows,
      ...(task.determinedBy === null ? {} : { determinedBy: task.determinedBy }),
      models,
      importanceAgreement: meanOrNull(importances.map((i) => finiteOrNull(spearman(i.real, i.synthetic)))),
      importances: columns.map((c, f) => ({
        column: c.name,
        real: meanOf(importances.map((i) => i.real[f]!)),
        synthetic: meanOf(importances.map((i) => i.synthetic[f]!)),
      })),
    },
    notes,
  };
}

/** Share of the work done before each of the three models, and after the last. */
const workShares = [0, 0.3, 0.9, 1];

async function trainAndScore(
  name: ModelName,
  task: UtilityTask,
  side: "real" | "synthetic",
  work: TrainingWork,
): Promise<{ scores: ModelScores; importances: Float64Array }> {
  const model = await trainModel(name, task, task[side], work);
  const scores = scoreModel(task, await predictAll(model, task.test.table, work.breathe));
  return { scores, importances: model.importances };
}

/** In pieces, so that a cancel gets through. */
async function predictAll(model: Predictor, table: Table, breathe: Breathe): Promise<Float64Array> {
  const out = new Float64Array(table.rows * model.outputs);
  for (let from = 0; from < table.rows; from += predictedAtOnce) {
    const size = Math.min(predictedAtOnce, table.rows - from);
    const piece = takeRows(
      table,
      Uint32Array.from({ length: size }, (_, i) => from + i),
    );
    out.set(model.predict(piece), from * model.outputs);
    await breathe(1);
  }
  return out;
}

const predictedAtOnce = 4_000;

async function compare(
  model: ModelName,
  task: UtilityTask,
  { tstr, trtr }: { readonly tstr: ModelScores; readonly trtr: ModelScores },
  work: TrainingWork,
): Promise<UtilityModel> {
  const rows = task.test.table.rows;
  const judgedClasses = task.classes.length > 2 ? task.classes.length : 1;
  const measured = tstr.headline !== null && trtr.headline !== null;
  const intervals = measured
    ? await gapInterval(trtr, tstr, { rows, cost: rows * judgedClasses }, work)
    : null;
  return {
    model,
    metric: task.kind === "classification" ? "auc" : "r2",
    tstr: tstr.headline,
    trtr: trtr.headline,
    gap: measured ? trtr.headline - tstr.headline : null,
    gapInterval: intervals?.gap ?? null,
    ...(intervals === null ? {} : { trtrInterval: intervals.first }),
    scores: tstr.scores.map(({ metric, value }, k) => ({ metric, tstr: value, trtr: trtr.scores[k]!.value })),
    roc: tstr.roc !== null && trtr.roc !== null ? { tstr: tstr.roc, trtr: trtr.roc } : null,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  const defined = values.filter((v) => v !== null);
  return defined.length > 0 ? meanOf(defined) : null;
}
