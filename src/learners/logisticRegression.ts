import type { Breathe } from "../numerics/breathe.ts";
import type { Table } from "../table/table.ts";
import { softmaxRows } from "./histogramBoosting.ts";
import { minimize } from "./lbfgs.ts";
import { normalized, type Predictor } from "./learner.ts";
import {
  addTransposeTimes,
  encodeLinear,
  fitLinearEncoder,
  type LinearDesign,
  linearImportances,
  normalDiagonal,
  timesDesign,
} from "./linearDesign.ts";

/** Columns beyond which fewer iterations are made: each reads all of them. */
const wideColumns = 1000;
const iterations = { usual: 200, wide: 60 } as const;

export interface LogisticOptions {
  /** Weight of ½‖coefficients‖² against the summed log loss; the intercept is free. Default 1. */
  readonly l2?: number;
  /** Default 200, of more than 1,000 columns 60. */
  readonly maxIterations?: number;
  /** Largest component of the gradient of the mean loss at which to stop. Default 1e-4. */
  readonly tolerance?: number;
  readonly breathe?: Breathe;
}

/**
 * Logistic regression, multinomial beyond two classes, on standardized numbers and one-hot categories; minimizes
 * Σ −log p(label) + l2/2 ‖w‖² by L-BFGS (scikit-learn's objective with C = 1 / l2). Deterministic.
 *
 * @param labels 0 … classes − 1 per row
 */
export async function fitLogisticRegression(
  table: Table,
  labels: ArrayLike<number>,
  classes: number,
  options: LogisticOptions = {},
): Promise<Predictor> {
  const l2 = options.l2 ?? 1;
  const encoder = fitLinearEncoder(table);
  const design = encodeLinear(table, encoder);
  const stride = design.width + 1;
  const blocks = classes === 2 ? 1 : classes;
  const coefficients = new Float64Array(blocks * stride);
  const loss = blocks === 1 ? binaryLoss(design, labels) : multinomialLoss(design, labels, classes);
  const perRow = 1 / Math.max(1, table.rows);
  const objective = (w: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let value = loss(w, gradient);
    for (let j = 0; j < w.length; j++) {
      if ((j + 1) % stride === 0) continue;
      value += (l2 / 2) * w[j]! * w[j]!;
      gradient[j]! += l2 * w[j]!;
    }
    for (let j = 0; j < w.length; j++) gradient[j]! *= perRow;
    return value * perRow;
  };
  const block = normalDiagonal(design, 4 * l2);
  const diagonal = Float64Array.from(coefficients, (_, j) => (block[j % stride]! * perRow) / 4);
  await minimize(coefficients, objective, {
    diagonal,
    maxIterations: options.maxIterations ?? iterations[table.columns.length > wideColumns ? "wide" : "usual"],
    tolerance: options.tolerance ?? 1e-4,
    ...(options.breathe === undefined ? {} : { breathe: options.breathe }),
  });
  const names = table.columns.map((c) => c.name);
  return {
    outputs: classes,
    importances: normalized(linearImportances(design, encoder, coefficients, names)),
    predict(rows) {
      const x = encodeLinear(rows, encoder);
      const scores = new Float64Array(x.rows);
      const out = new Float64Array(x.rows * classes);
      for (let k = 0; k < blocks; k++) {
        timesDesign(x, coefficients, k * stride, scores);
        for (let i = 0; i < x.rows; i++) out[i * classes + (blocks === 1 ? 1 : k)] = scores[i]!;
      }
      softmaxRows(out, classes);
      return out;
    },
  };
}

type SummedLoss = (w: Float64Array, gradient: Float64Array) => number;

function binaryLoss(design: LinearDesign, labels: ArrayLike<number>): SummedLoss {
  const scores = new Float64Array(design.rows);
  return (w, gradient) => {
    timesDesign(design, w, 0, scores);
    let value = 0;
    for (let i = 0; i < scores.length; i++) {
      const z = scores[i]!;
      const e = Math.exp(-Math.abs(z));
      value += Math.log1p(e) + Math.max(z, 0) - labels[i]! * z;
      scores[i] = (z >= 0 ? 1 : e) / (1 + e) - labels[i]!;
    }
    gradient[design.width]! += addTransposeTimes(design, scores, gradient, 0);
    return value;
  };
}

function multinomialLoss(design: LinearDesign, labels: ArrayLike<number>, classes: number): SummedLoss {
  const stride = design.width + 1;
  const column = new Float64Array(design.rows);
  const probabilities = new Float64Array(design.rows * classes);
  return (w, gradient) => {
    for (let k = 0; k < classes; k++) {
      timesDesign(design, w, k * stride, column);
      for (let i = 0; i < design.rows; i++) probabilities[i * classes + k] = column[i]!;
    }
    softmaxRows(probabilities, classes);
    let value = 0;
    for (let i = 0; i < design.rows; i++)
      value -= Math.log(Math.max(Number.MIN_VALUE, probabilities[i * classes + labels[i]!]!));
    for (let k = 0; k < classes; k++) {
      for (let i = 0; i < design.rows; i++)
        column[i] = probabilities[i * classes + k]! - (labels[i] === k ? 1 : 0);
      gradient[(k + 1) * stride - 1]! += addTransposeTimes(design, column, gradient, k * stride);
    }
    return value;
  };
}
