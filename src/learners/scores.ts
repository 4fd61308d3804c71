import type { Roc } from "../protocol/report.ts";

/**
 * Test rows sorted once by score, so that many weighted AUCs (bootstrap replicates) need no further sorting.
 * Rows `order[ends[g − 1]] … order[ends[g] − 1]` have equal scores; groups stand in descending order of the score.
 */
export interface Ranking {
  readonly order: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 = positive, per row. */
  readonly positive: Uint8Array;
}

/** @param positive 1 for positive rows, 0 for the others */
export function rank(scores: ArrayLike<number>, positive: ArrayLike<number>): Ranking {
  const n = scores.length;
  const keys = Float64Array.from(scores);
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => keys[b]! - keys[a]! || a - b);
  const ends: number[] = [];
  for (let i = 1; i <= n; i++) if (i === n || keys[order[i]!] !== keys[order[i - 1]!]) ends.push(i);
  return { order, ends: Uint32Array.from(ends), positive: Uint8Array.from(positive) };
}

/**
 * Area under the ROC: the chance that a positive row scores above a negative one, ties half (Mann–Whitney).
 * Null when a side is empty.
 *
 * @param weights how often each row counts; all once when left out
 */
export function rocAuc({ order, ends, positive }: Ranking, weights?: ArrayLike<number>): number | null {
  let positives = 0;
  let negatives = 0;
  let area = 0;
  let i = 0;
  for (let g = 0; g < ends.length; g++) {
    let up = 0;
    let down = 0;
    for (const end = ends[g]!; i < end; i++) {
      const row = order[i]!;
      const w = weights === undefined ? 1 : weights[row]!;
      if (positive[row] === 1) up += w;
      else down += w;
    }
    area += down * (positives + up / 2);
    positives += up;
    negatives += down;
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : null;
}

/** The ROC from (0, 0) to (1, 1): every corner, or `points` of them evenly over the false-positive rate. Null when a side is empty. */
export function rocCurve(ranking: Ranking, points = 101): Roc | null {
  const corners = rocCorners(ranking);
  if (corners === null || corners.falsePositiveRate.length <= points) return corners;
  return meanRoc([corners], points);
}

/** Every corner of the ROC. Null when a side is empty. */
export function rocCorners({ order, ends, positive }: Ranking): Roc | null {
  const x = [0];
  const y = [0];
  let i = 0;
  for (let g = 0; g < ends.length; g++) {
    let up = 0;
    let down = 0;
    for (const end = ends[g]!; i < end; i++) {
      if (positive[order[i]!] === 1) up++;
      else down++;
    }
    x.push(x[x.length - 1]! + down);
    y.push(y[y.length - 1]! + up);
  }
  const negatives = x[x.length - 1]!;
  const positives = y[y.length - 1]!;
  if (negatives === 0 || positives === 0) return null;
  return { falsePositiveRate: x.map((v) => v / negatives), truePositiveRate: y.map((v) => v / positives) };
}

/** Mean true-positive rate of several curves over an even grid of false-positive rates; starts at (0, 0). */
export function meanRoc(curves: readonly Roc[], points = 101): Roc {
  const grid = Array.from({ length: points }, (_, k) => k / (points - 1));
  const mean = new Array<number>(points).fill(0);
  for (const curve of curves) {
    const heights = interpolate(curve.falsePositiveRate, curve.truePositiveRate, grid);
    for (let k = 1; k < points; k++) mean[k]! += heights[k]! / curves.length;
  }
  return { falsePositiveRate: grid, truePositiveRate: mean };
}

/** Values at `grid` of the piecewise linear curve; at a vertical step the upper end. */
function interpolate(x: readonly number[], y: readonly number[], grid: readonly number[]): number[] {
  let at = 0;
  return grid.map((g) => {
    while (at + 1 < x.length && x[at + 1]! <= g) at++;
    if (at + 1 === x.length) return y[at]!;
    const share = (g - x[at]!) / (x[at + 1]! - x[at]!);
    return y[at]! + share * (y[at + 1]! - y[at]!);
  });
}

/**
 * Average precision Σ (R_k − R_{k−1}) P_k over the distinct scores, no interpolation (scikit-learn's definition).
 * Null without positive rows.
 */
export function averagePrecision({ order, ends, positive }: Ranking): number | null {
  let positives = 0;
  let sum = 0;
  let i = 0;
  for (let g = 0; g < ends.length; g++) {
    let up = 0;
    for (const end = ends[g]!; i < end; i++) up += positive[order[i]!]!;
    positives += up;
    sum += (up * positives) / i;
  }
  return positives > 0 ? sum / positives : null;
}

/** Share of rows where both agree; null without rows. */
export function accuracy(labels: ArrayLike<number>, predicted: ArrayLike<number>): number | null {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === predicted[i]) right++;
  return labels.length > 0 ? right / labels.length : null;
}

/** Mean over the classes that occur on either side of F1 = 2 TP / (2 TP + FP + FN); null without rows. */
export function macroF1(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number | null {
  const hits = new Float64Array(classes);
  const sizes = new Float64Array(classes);
  for (let i = 0; i < labels.length; i++) {
    sizes[labels[i]!]!++;
    sizes[predicted[i]!]!++;
    if (labels[i] === predicted[i]) hits[labels[i]!]!++;
  }
  let sum = 0;
  let present = 0;
  for (let k = 0; k < classes; k++) {
    if (sizes[k] === 0) continue;
    sum += (2 * hits[k]!) / sizes[k]!;
    present++;
  }
  return present > 0 ? sum / present : null;
}

/** Mean squared difference between the probability of class 1 and the outcome; null without rows. */
export function brierScore(labels: ArrayLike<number>, probability: ArrayLike<number>): number | null {
  return mean(labels.length, (i) => (probability[i]! - labels[i]!) ** 2);
}

/**
 * Coefficient of determination 1 − SS_res / SS_tot; null when the values do not vary.
 *
 * @param weights how often each row counts
 */
export function r2(
  values: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number | null {
  let n = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    n += w;
    total += w * values[i]!;
  }
  const center = total / n;
  let residual = 0;
  let spread = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    residual += w * (values[i]! - predicted[i]!) ** 2;
    spread += w * (values[i]! - center) ** 2;
  }
  return spread > 0 ? 1 - residual / spread : null;
}

/** Root of the mean squared error; null without rows. */
export function rmse(values: ArrayLike<number>, predicted: ArrayLike<number>): number | null {
  const mse = mean(values.length, (i) => (values[i]! - predicted[i]!) ** 2);
  return mse === null ? null : Math.sqrt(mse);
}

/** Mean absolute error; null without rows. */
export function mae(values: ArrayLike<number>, predicted: ArrayLike<number>): number | null {
  return mean(values.length, (i) => Math.abs(values[i]! - predicted[i]!));
}

function mean(n: number, at: (i: number) => number): number | null {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += at(i);
  return n > 0 ? sum / n : null;
}
