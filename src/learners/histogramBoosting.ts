import type { Breathe } from "../numerics/breathe.ts";
import { Random } from "../numerics/random.ts";
import type { Table } from "../table/table.ts";
import { type BinnedTable, binTable, type ColumnBinner, fitBinners } from "./binning.ts";
import { GradientTreeGrower } from "./gradientTree.ts";
import { normalized, type Predictor, type Target } from "./learner.ts";
import { ShuffledTrees } from "./shuffledTrees.ts";
import { addTreeValues, type Tree } from "./tree.ts";

export interface BoostingOptions {
  /** Default 0.1. */
  readonly learningRate?: number;
  /** Rounds; each grows one tree, or one per class beyond two classes. Default 100. */
  readonly iterations?: number;
  /** Default 31. */
  readonly maxLeaves?: number;
  /** Default 20. */
  readonly minRowsPerLeaf?: number;
  /** Penalty on leaf values. Default 0, beyond two classes 1. */
  readonly l2?: number;
  /** Smallest sum of second derivatives in a leaf. Default 0.001, beyond two classes 1. */
  readonly minHessian?: number;
  readonly breathe?: Breathe;
}

/**
 * Gradient boosting on histograms (Friedman 2001; Ke et al. 2017): log loss for two classes, softmax cross-entropy beyond,
 * squared error for values. Missing values and categories need no preparation. Of more than 200 columns, each tree sees 100 drawn at
 * random, in 32 bins where there are fewer than 5,000 rows. Deterministic. The defaults are those of
 * scikit-learn's HistGradientBoosting without early stopping, except that beyond two classes leaves are held back as in XGBoost:
 * the tiny second derivatives of rare classes otherwise make steps that never come back.
 *
 * @param table the predictors: string columns are categories
 */
export async function fitHistogramBoosting(
  table: Table,
  target: Target,
  options: BoostingOptions = {},
): Promise<Predictor> {
  const iterations = options.iterations ?? 100;
  const isWide = table.columns.length > wideColumns;
  const columns = fitBinners(table, isWide && table.rows < longRows ? wideBins : undefined);
  const binned = binTable(table, columns);
  const loss = makeLoss(target, table.rows);
  const { outputs } = loss;
  const raw = new Float64Array(table.rows * outputs);
  for (let i = 0; i < raw.length; i++) raw[i] = loss.start[i % outputs]!;
  const gradients = new Float64Array(raw.length);
  const hessians = new Float64Array(raw.length);
  const grower = new GradientTreeGrower(binned, {
    maxLeaves: options.maxLeaves ?? 31,
    minRowsPerLeaf: options.minRowsPerLeaf ?? 20,
    l2: options.l2 ?? (loss.kind === "multiclass" ? 1 : 0),
    minHessian: options.minHessian ?? (loss.kind === "multiclass" ? 1 : 1e-3),
    learningRate: options.learningRate ?? 0.1,
  });
  const trees: Tree[] = [];
  const random = isWide ? new Random(0).fork("columns of trees") : undefined;
  for (let round = 0; round < iterations; round++) {
    loss.derivatives(raw, gradients, hessians);
    for (let k = 0; k < outputs; k++) {
      const derivatives = { gradients, hessians, stride: outputs, offset: k };
      trees.push(grower.grow(derivatives, raw, random && drawColumns(table.columns.length, random)));
      await options.breathe?.((round + (k + 1) / outputs) / iterations);
    }
  }
  return new BoostedTrees(columns, trees, loss, normalized(grower.gains));
}

/** Columns beyond which each tree sees a few of them only. */
const wideColumns = 200;
/** Bins of their numbers where there are fewer rows than `longRows`: a node of few rows costs what its histogram has bins. */
const wideBins = 32;
const longRows = 5000;
/** How many: of 2,000 columns, five of a hundred trees see each. */
const columnsPerTree = 100;

/** Numbers of `columnsPerTree` columns drawn at random, in order (random subspaces: Ho 1998). */
function drawColumns(count: number, random: Random): Int32Array {
  return Int32Array.from(random.permutation(count).subarray(0, columnsPerTree)).sort();
}

class BoostedTrees implements Predictor {
  readonly importances: Float64Array;
  readonly #columns: readonly ColumnBinner[];
  readonly #trees: readonly Tree[];
  readonly #loss: Loss;

  constructor(
    columns: readonly ColumnBinner[],
    trees: readonly Tree[],
    loss: Loss,
    importances: Float64Array,
  ) {
    this.#columns = columns;
    this.#trees = trees;
    this.#loss = loss;
    this.importances = importances;
  }

  get outputs(): number {
    return this.#loss.kind === "binary" ? 2 : this.#loss.outputs;
  }

  predict(table: Table): Float64Array {
    const binned: BinnedTable = binTable(table, this.#columns);
    const { outputs, start } = this.#loss;
    const raw = new Float64Array(table.rows * outputs);
    for (let i = 0; i < raw.length; i++) raw[i] = start[i % outputs]!;
    this.#trees.forEach((tree, t) => {
      addTreeValues(tree, binned, raw, { stride: outputs, offset: t % outputs });
    });
    return this.#loss.respond(raw);
  }

  shuffler(table: Table): (column: number, order: ArrayLike<number>) => Float64Array {
    const trees = new ShuffledTrees(this.#trees, binTable(table, this.#columns), this.#loss.start);
    return (column, order) => this.#loss.respond(trees.sums(column, order));
  }
}

interface Loss {
  readonly kind: "binary" | "multiclass" | "value";
  /** Trees per round. */
  readonly outputs: number;
  readonly start: Float64Array;
  derivatives(raw: Float64Array, gradients: Float64Array, hessians: Float64Array): void;
  respond(raw: Float64Array): Float64Array;
}

function makeLoss(target: Target, rows: number): Loss {
  if (target.kind === "value") return squaredError(target.values, rows);
  return target.classes === 2
    ? logLoss(target.labels, rows)
    : softmaxLoss(target.labels, target.classes, rows);
}

function squaredError(values: ArrayLike<number>, rows: number): Loss {
  let mean = 0;
  for (let i = 0; i < rows; i++) mean += values[i]! / rows;
  return {
    kind: "value",
    outputs: 1,
    start: Float64Array.of(mean),
    derivatives(raw, gradients, hessians) {
      for (let i = 0; i < rows; i++) gradients[i] = raw[i]! - values[i]!;
      hessians.fill(1);
    },
    respond: (raw) => raw,
  };
}

function logLoss(labels: ArrayLike<number>, rows: number): Loss {
  let positives = 0;
  for (let i = 0; i < rows; i++) positives += labels[i]!;
  const share = clampShare(positives / rows);
  return {
    kind: "binary",
    outputs: 1,
    start: Float64Array.of(Math.log(share / (1 - share))),
    derivatives(raw, gradients, hessians) {
      for (let i = 0; i < rows; i++) {
        const p = 1 / (1 + Math.exp(-raw[i]!));
        gradients[i] = p - labels[i]!;
        hessians[i] = p * (1 - p);
      }
    },
    respond(raw) {
      const out = new Float64Array(2 * raw.length);
      for (let i = 0; i < raw.length; i++) {
        const p = 1 / (1 + Math.exp(-raw[i]!));
        out[2 * i] = 1 - p;
        out[2 * i + 1] = p;
      }
      return out;
    },
  };
}

function softmaxLoss(labels: ArrayLike<number>, classes: number, rows: number): Loss {
  const start = new Float64Array(classes);
  for (let i = 0; i < rows; i++) start[labels[i]!]! += 1 / rows;
  for (let k = 0; k < classes; k++) start[k] = Math.log(clampShare(start[k]!));
  return {
    kind: "multiclass",
    outputs: classes,
    start,
    derivatives(raw, gradients, hessians) {
      gradients.set(raw);
      softmaxRows(gradients, classes);
      for (let i = 0; i < gradients.length; i++) {
        const p = gradients[i]!;
        hessians[i] = p * (1 - p);
      }
      for (let i = 0; i < rows; i++) gradients[i * classes + labels[i]!]! -= 1;
    },
    respond(raw) {
      softmaxRows(raw, classes);
      return raw;
    },
  };
}

function clampShare(share: number): number {
  return Math.min(1 - 1e-12, Math.max(1e-12, share));
}

/** Softmax of every row, in place. */
export function softmaxRows(values: Float64Array, classes: number): void {
  for (let at = 0; at < values.length; at += classes) {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) top = Math.max(top, values[at + k]!);
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const e = Math.exp(values[at + k]! - top);
      values[at + k] = e;
      sum += e;
    }
    for (let k = 0; k < classes; k++) values[at + k]! /= sum;
  }
}
