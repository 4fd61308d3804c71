import { fitHistogramBoosting } from "../../learners/histogramBoosting.ts";
import { outputColumn, type Predictor } from "../../learners/learner.ts";
import { fitLogisticRegression } from "../../learners/logisticRegression.ts";
import { sampleRows, stackTables } from "../../learners/sampling.ts";
import { meanRoc, rank, rocAuc, rocCorners } from "../../learners/scores.ts";
import { aucInterval } from "../../numerics/aucInterval.ts";
import { type Breathe, makeBreathe, partOf } from "../../numerics/breathe.ts";
import { Random } from "../../numerics/random.ts";
import type { Detection, Fidelity, Roc } from "../../protocol/report.ts";
import { type Table, takeColumn, takeRows } from "../../table/table.ts";
import type { QualityInput } from "../input.ts";
import { isPredictor, selectColumns } from "../predictors.ts";

/** Largest number of rows a side. */
const maxRows = 20_000;
/** With fewer rows a side the area means nothing. */
const minRows = 30;
const foldCount = 3;
/** Test rows per fold, and columns, whose values are shuffled to see what they are worth. */
const tellRows = 2_000;
const tellColumns = 40;
/** Of tables of more columns fewer are shuffled: each time all of them are looked at again. */
const tellCells = 20_000;
/** A column is a tell when shuffling it costs this much area: less is chance. */
const minTell = 0.001;

type Classifier = "logistic" | "boosting";

/**
 * Classifier two-sample test: how well a model tells synthetic from real rows, as the mean area under the ROC over three stratified
 * folds; sides of equal size, at most 20,000 rows each. The ceiling is the same test of holdout against training rows,
 * also with sides of equal size. Ids and text take no part. The columns that give the rows away are those whose shuffling among
 * the test rows of a fold costs most area (Breiman's permutation importance); none when the area is within two standard errors of ½.
 * Null with fewer than 30 rows a side or without columns.
 */
export async function assessDetection(input: QualityInput): Promise<Fidelity["detection"]> {
  const names = new Set(input.columns.filter(isPredictor).map((c) => c.name));
  const random = new Random(input.seed).fork("detection");
  const breathe = makeBreathe(input.signal, input.progress);
  const real = selectColumns(input.real, names);
  const pair = equalSides(real, selectColumns(input.synthetic, names), random.fork("synthetic"));
  if (pair === null || names.size === 0) return { logistic: null, boosting: null };
  const ceilingPair =
    input.holdout === null
      ? null
      : equalSides(selectColumns(input.holdout, names), real, random.fork("holdout"));

  const results: Detection[] = [];
  for (const [k, classifier] of (["logistic", "boosting"] as const).entries()) {
    const from = k === 0 ? 0 : 0.15;
    const to = k === 0 ? 0.15 : 1;
    const middle = ceilingPair === null ? to : from + (to - from) * 0.7;
    const test = await twoSampleTest(classifier, pair, {
      random,
      breathe: partOf(breathe, from, middle),
      withTells: true,
    });
    const ceiling =
      ceilingPair === null
        ? null
        : await twoSampleTest(classifier, ceilingPair, {
            random,
            breathe: partOf(breathe, middle, to),
            withTells: false,
          });
    results.push({
      auc: test.auc,
      ceiling: ceiling?.auc ?? null,
      interval: aucInterval(test.auc, pair.size, pair.size),
      score: 1 - (2 * Math.max(test.auc, 0.5) - 1),
      rows: pair.size,
      roc: test.roc,
      tells: test.tells,
    });
  }
  return { logistic: results[0]!, boosting: results[1]! };
}

/** `size` rows of one table, then `size` of the other. */
interface Pair {
  readonly table: Table;
  readonly size: number;
}

function equalSides(first: Table, second: Table, random: Random): Pair | null {
  const size = Math.min(first.rows, second.rows, maxRows);
  if (size < minRows) return null;
  const a = takeRows(first, sampleRows(first.rows, size, random.fork("first")));
  const b = takeRows(second, sampleRows(second.rows, size, random.fork("second")));
  return { table: stackTables(a, b), size };
}

interface TestWork {
  readonly random: Random;
  readonly breathe: Breathe;
  /** Also finds the columns that give the synthetic rows away. */
  readonly withTells: boolean;
}

/** A classifier and the rows it was not trained on. */
interface TrainedFold {
  readonly model: Predictor;
  readonly tested: Table;
  readonly isReal: Uint8Array;
}

async function twoSampleTest(
  classifier: Classifier,
  { table, size }: Pair,
  { random, breathe, withTells }: TestWork,
): Promise<{ auc: number; roc: Roc; tells: Detection["tells"] }> {
  let auc = 0;
  const curves: Roc[] = [];
  const folds: TrainedFold[] = [];
  const trained = withTells ? 0.85 : 1;
  for (let fold = 0; fold < foldCount; fold++) {
    const training: number[] = [];
    const testing: number[] = [];
    // the rows of each side stand in random order already
    for (let i = 0; i < 2 * size; i++) ((i % size) % foldCount === fold ? testing : training).push(i);
    const labels = Uint8Array.from(training, (i) => (i < size ? 1 : 0));
    const model = await trainClassifier(
      classifier,
      takeRows(table, training),
      labels,
      partOf(breathe, (trained * fold) / foldCount, (trained * (fold + 1)) / foldCount),
    );
    const tested = takeRows(table, testing);
    const isReal = Uint8Array.from(testing, (i) => (i < size ? 1 : 0));
    const ranking = rank(realness(model, tested), isReal);
    auc += rocAuc(ranking)! / foldCount;
    curves.push(rocCorners(ranking)!);
    folds.push({ model, tested, isReal });
  }
  const chance = 0.5 + 2 * Math.sqrt(1 / (6 * size));
  const losses = new Float64Array(table.columns.length);
  if (withTells && auc > chance)
    for (const [k, trainedFold] of folds.entries()) {
      const part = partOf(breathe, trained + (0.15 * k) / foldCount, trained + (0.15 * (k + 1)) / foldCount);
      await addShuffleLosses(trainedFold, losses, random.fork(`tells ${k}`), part);
    }
  return { auc, roc: meanRoc(curves), tells: topTells(table, losses) };
}

function trainClassifier(
  classifier: Classifier,
  table: Table,
  labels: Uint8Array,
  breathe: Breathe,
): Promise<Predictor> {
  return classifier === "logistic"
    ? fitLogisticRegression(table, labels, 2, { breathe })
    : fitHistogramBoosting(table, { kind: "classes", classes: 2, labels }, { breathe });
}

function realness(model: Predictor, table: Table): Float64Array {
  return outputColumn(model.predict(table), 2, 1);
}

/** Adds to `losses` what shuffling each column costs in area on up to 2,000 test rows, averaged over the folds. */
async function addShuffleLosses(
  { model, tested, isReal }: TrainedFold,
  losses: Float64Array,
  random: Random,
  breathe: Breathe,
): Promise<void> {
  const rows = sampleRows(tested.rows, tellRows, random);
  const table = takeRows(tested, rows);
  const labels = Uint8Array.from(rows, (i) => isReal[i]!);
  const whole = rocAuc(rank(realness(model, table), labels));
  if (whole === null) return;
  const columns = [...table.columns.keys()]
    .filter((f) => model.importances[f]! > 0)
    .sort((a, b) => model.importances[b]! - model.importances[a]!)
    .slice(0, Math.min(tellColumns, Math.ceil(tellCells / table.columns.length)));
  const predictShuffled =
    model.shuffler?.(table) ??
    ((f: number, order: ArrayLike<number>) =>
      model.predict({
        rows: table.rows,
        columns: table.columns.map((c, k) => (k === f ? takeColumn(c, order) : c)),
      }));
  for (const [done, f] of columns.entries()) {
    const order = random.permutation(table.rows);
    const auc = rocAuc(rank(outputColumn(predictShuffled(f, order), 2, 1), labels))!;
    losses[f]! += (whole - auc) / foldCount;
    await breathe((done + 1) / columns.length);
  }
}

function topTells(table: Table, losses: Float64Array): Detection["tells"] {
  const told = losses.map((loss) => (loss >= minTell ? loss : 0));
  const total = told.reduce((sum, loss) => sum + loss, 0);
  return table.columns
    .map((c, f) => ({ column: c.name, importance: total > 0 ? told[f]! / total : 0 }))
    .filter((tell) => tell.importance > 0)
    .sort((a, b) => b.importance - a.importance)
    .slice(0, 5);
}
