import { outputColumn } from "../../learners/learner.ts";
import {
  accuracy,
  averagePrecision,
  macroF1,
  mae,
  type Ranking,
  r2,
  rank,
  rmse,
  rocAuc,
  rocCurve,
} from "../../learners/scores.ts";
import { Random } from "../../numerics/random.ts";
import type { Roc, UtilityMetric } from "../../protocol/report.ts";
import { finiteOrNull } from "../finite.ts";
import type { UtilityTask } from "./task.ts";
import type { TrainingWork } from "./trainModel.ts";

/** How one model did on the test rows. */
export interface ModelScores {
  /** Area under the ROC (beyond two classes: mean of each class against the rest), or R². */
  readonly headline: number | null;
  readonly scores: readonly { readonly metric: UtilityMetric; readonly value: number | null }[];
  /** Two classes only. */
  readonly roc: Roc | null;
  /** The headline on test rows that count as often as `weights` says. */
  reweighted(weights: Uint16Array): number | null;
}

/** @param predicted rows × classes probabilities, or values */
export function scoreModel(task: UtilityTask, predicted: Float64Array): ModelScores {
  return task.kind === "regression"
    ? scoreValues(task.test.target, predicted)
    : scoreClasses(task, predicted);
}

function scoreValues(truth: Float64Array, predicted: Float64Array): ModelScores {
  const headline = finite(r2(truth, predicted));
  return {
    headline,
    scores: [
      { metric: "r2", value: headline },
      { metric: "rmse", value: finite(rmse(truth, predicted)) },
      { metric: "mae", value: finite(mae(truth, predicted)) },
    ],
    roc: null,
    reweighted: (weights) => finite(r2(truth, predicted, weights)),
  };
}

/** Squares of values near the largest double overflow. */
function finite(value: number | null): number | null {
  return value === null ? null : finiteOrNull(value);
}

function scoreClasses(task: UtilityTask, probabilities: Float64Array): ModelScores {
  const classes = task.classes.length;
  const truth = task.test.target;
  const chosen = Float64Array.from(truth, (_, i) => likeliest(probabilities, i * classes, classes));
  const judged = classes === 2 ? [task.positive] : [...task.classes.keys()];
  const rankings = judged.map((k) =>
    rank(
      outputColumn(probabilities, classes, k),
      Uint8Array.from(truth, (t) => (t === k ? 1 : 0)),
    ),
  );
  const headline = meanAuc(rankings);
  return {
    headline,
    scores: [
      { metric: "auc", value: headline },
      { metric: "averagePrecision", value: meanDefined(rankings.map(averagePrecision)) },
      { metric: "accuracy", value: accuracy(truth, chosen) },
      { metric: "macroF1", value: macroF1(truth, chosen, classes) },
    ],
    roc: classes === 2 ? rocCurve(rankings[0]!) : null,
    reweighted: (weights) => meanAuc(rankings, weights),
  };
}

function likeliest(probabilities: Float64Array, at: number, classes: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) if (probabilities[at + k]! > probabilities[at + best]!) best = k;
  return best;
}

function meanAuc(rankings: readonly Ranking[], weights?: Uint16Array): number | null {
  return meanDefined(rankings.map((ranking) => rocAuc(ranking, weights)));
}

function meanDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((v) => v !== null);
  return defined.length > 0 ? defined.reduce((sum, v) => sum + v, 0) / defined.length : null;
}

/**
 * 95 % percentile bootstrap interval of `first` − `second`, both judged on the same resampled test rows (Efron & Tibshirani 1993).
 * Null when too few resamples can be judged.
 *
 * @param cost work of one resample in row visits; more than 4·10⁷ in all means fewer resamples, 100 to 500
 */
export async function gapInterval(
  first: ModelScores,
  second: ModelScores,
  { rows, cost }: { readonly rows: number; readonly cost: number },
  { seed, breathe }: TrainingWork,
): Promise<GapIntervals | null> {
  const resamples = Math.max(100, Math.min(500, Math.floor(4e7 / Math.max(1, cost))));
  const random = new Random(seed).fork("gap");
  const weights = new Uint16Array(rows);
  const gaps: number[] = [];
  const firsts: number[] = [];
  for (let b = 0; b < resamples; b++) {
    weights.fill(0);
    for (let i = 0; i < rows; i++) weights[random.below(rows)]!++;
    const a = first.reweighted(weights);
    const c = second.reweighted(weights);
    if (a !== null && c !== null) {
      gaps.push(a - c);
      firsts.push(a);
    }
    await breathe((b + 1) / resamples);
  }
  if (gaps.length < 50) return null;
  return { gap: middle(gaps), first: middle(firsts) };
}

export interface GapIntervals {
  readonly gap: readonly [number, number];
  /** Of `first` alone. */
  readonly first: readonly [number, number];
}

/** The middle 95 %. */
function middle(values: number[]): [number, number] {
  values.sort((a, b) => a - b);
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}
