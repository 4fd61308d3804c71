import { fitHistogramBoosting } from "../src/learners/histogramBoosting.ts";
import { outputColumn, type Predictor } from "../src/learners/learner.ts";
import { fitLogisticRegression } from "../src/learners/logisticRegression.ts";
import { fitRandomForest } from "../src/learners/randomForest.ts";
import { rank, rocAuc } from "../src/learners/scores.ts";
import { Random } from "../src/numerics/random.ts";
import { assessDetection } from "../src/quality/fidelity/assessDetection.ts";
import type { QualityInput } from "../src/quality/input.ts";
import { assessUtility } from "../src/quality/utility/assessUtility.ts";
import { readTable } from "../src/table/read/read.ts";
import { findColumn, type StringColumn, type Table, takeRows } from "../src/table/table.ts";

/**
 * Seconds to train each learner on a random 80 % of examples/adult.csv (best of two) and its area under the ROC on the other 20 %;
 * seconds of the two report sections that train them, the training rows standing in for synthetic ones.
 */
export async function benchLearners(): Promise<Record<string, unknown>> {
  const { table } = await readTable("examples/adult.csv");
  const order = new Random(0).permutation(table.rows);
  const cut = Math.round(table.rows * 0.8);
  const training = takeRows(table, order.subarray(0, cut));
  const test = takeRows(table, order.subarray(cut));
  const labels = labelsOf(training);
  const classes = { kind: "classes", classes: 2, labels } as const;
  const predictors = withoutTarget(training);
  const results: Record<string, unknown> = { trainingRows: training.rows, testRows: test.rows };
  results["gradientBoosting"] = await time(test, () => fitHistogramBoosting(predictors, classes));
  results["randomForest200"] = await time(test, () => fitRandomForest(predictors, classes));
  results["logisticRegression"] = await time(test, () => fitLogisticRegression(predictors, labels, 2));

  const input: QualityInput = {
    real: training,
    synthetic: takeRows(training, new Random(1).permutation(training.rows)),
    holdout: test,
    columns: table.columns.map((c) => ({
      name: c.name,
      sdtype: c.kind === "string" ? "categorical" : "numerical",
      role: "feature",
    })),
    target: "income",
    sensitive: [],
    quasiIdentifiers: [],
    seed: 0,
    signal: new AbortController().signal,
    progress: () => undefined,
  };
  let started = performance.now();
  await assessDetection(input);
  results["detectionSeconds"] = (performance.now() - started) / 1000;
  started = performance.now();
  await assessUtility(input);
  results["utilitySeconds"] = (performance.now() - started) / 1000;
  return results;
}

async function time(test: Table, train: () => Promise<Predictor>): Promise<{ seconds: number; auc: number }> {
  let seconds = Number.POSITIVE_INFINITY;
  let auc = 0;
  for (let run = 0; run < 2; run++) {
    const started = performance.now();
    const model = await train();
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
    auc = rocAuc(rank(outputColumn(model.predict(withoutTarget(test)), 2, 1), labelsOf(test))) ?? 0;
  }
  return { seconds, auc };
}

function labelsOf(table: Table): Uint8Array {
  const income = findColumn(table, "income") as StringColumn;
  return Uint8Array.from(income.codes, (code) => (income.dictionary[code] === ">50K" ? 1 : 0));
}

function withoutTarget(table: Table): Table {
  return { rows: table.rows, columns: table.columns.filter((c) => c.name !== "income") };
}
