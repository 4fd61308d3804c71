import { fitHistogramBoosting } from "../../learners/histogramBoosting.ts";
import type { Predictor } from "../../learners/learner.ts";
import { fitLogisticRegression } from "../../learners/logisticRegression.ts";
import { fitRandomForest } from "../../learners/randomForest.ts";
import { fitRidgeRegression } from "../../learners/ridgeRegression.ts";
import type { Breathe } from "../../numerics/breathe.ts";
import type { UtilityModel } from "../../protocol/report.ts";
import type { Table } from "../../table/table.ts";
import type { LabeledRows, UtilityTask } from "./task.ts";

export type ModelName = UtilityModel["model"];

/** The seed of what is drawn, and how others get their turn. */
export interface TrainingWork {
  readonly seed: number;
  readonly breathe: Breathe;
}

/** Trees of the forest in a report: 200 gain 0.001 of area on Adult for twice the time. */
const forestTrees = 100;

export function modelsFor(kind: UtilityTask["kind"]): readonly ModelName[] {
  return [
    "gradientBoosting",
    "randomForest",
    kind === "classification" ? "logisticRegression" : "ridgeRegression",
  ];
}

/**
 * Fits one model to one side. Classes missing on the side get probability 0; a side with a single class is predicted as that class.
 */
export async function trainModel(
  model: ModelName,
  task: UtilityTask,
  { table, target }: LabeledRows,
  work: TrainingWork,
): Promise<Predictor> {
  const { breathe } = work;
  if (task.kind === "regression") {
    if (model === "ridgeRegression") return fitRidgeRegression(table, target, { breathe });
    return fitTrees(model, table, { kind: "value", values: target }, work);
  }
  const present = [...new Set(target)].sort((a, b) => a - b);
  const total = task.classes.length;
  if (present.length === 1) return constantClass(present[0]!, total, table.columns.length);
  const indexOf = new Map(present.map((k, i) => [k, i]));
  const labels = Uint8Array.from(target, (k) => indexOf.get(k)!);
  const classes = present.length;
  const fitted =
    model === "logisticRegression"
      ? await fitLogisticRegression(table, labels, classes, { breathe })
      : await fitTrees(model, table, { kind: "classes", classes, labels }, work);
  return classes === total ? fitted : spreadClasses(fitted, present, total);
}

function fitTrees(
  model: ModelName,
  table: Table,
  target: Parameters<typeof fitRandomForest>[1],
  { seed, breathe }: TrainingWork,
): Promise<Predictor> {
  const classes = target.kind === "classes" ? target.classes : 1;
  if (model === "randomForest")
    return fitRandomForest(table, target, {
      trees: classes > 10 ? forestTrees / 2 : forestTrees,
      seed,
      breathe,
    });
  // beyond three classes a round grows many trees: fewer rounds, larger steps
  const iterations = classes <= 3 ? 100 : Math.max(15, Math.round(300 / classes));
  return fitHistogramBoosting(table, target, {
    iterations,
    learningRate: Math.min(0.3, 10 / iterations),
    breathe,
  });
}

function spreadClasses(fitted: Predictor, present: readonly number[], total: number): Predictor {
  return {
    outputs: total,
    importances: fitted.importances,
    predict(table) {
      const narrow = fitted.predict(table);
      const out = new Float64Array(table.rows * total);
      for (let i = 0; i < table.rows; i++)
        for (let j = 0; j < present.length; j++)
          out[i * total + present[j]!] = narrow[i * present.length + j]!;
      return out;
    },
  };
}

function constantClass(only: number, total: number, columns: number): Predictor {
  return {
    outputs: total,
    importances: new Float64Array(columns),
    predict(table) {
      const out = new Float64Array(table.rows * total);
      for (let i = 0; i < table.rows; i++) out[i * total + only] = 1;
      return out;
    },
  };
}
