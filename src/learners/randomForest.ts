import type { Breathe } from "../numerics/breathe.ts";
import { Random } from "../numerics/random.ts";
import type { Table } from "../table/table.ts";
import { binTable, type ColumnBinner, fitBinners } from "./binning.ts";
import { ForestTreeGrower } from "./forestTree.ts";
import { normalized, type Predictor, type Target } from "./learner.ts";
import { addTreeValues, type Tree } from "./tree.ts";

export interface ForestOptions {
  /** Default 200. */
  readonly trees?: number;
  /** Columns tried at a node. Default √columns for classes, columns / 3 for values, at least 1 (Breiman 2001). */
  readonly maxFeatures?: number;
  /** Default 5: leaves hold probabilities, which single rows estimate badly. */
  readonly minRowsPerLeaf?: number;
  /** Draw the rows of each tree with replacement. Default true. */
  readonly bootstrap?: boolean;
  readonly seed?: number;
  readonly breathe?: Breathe;
}

/**
 * A random forest on histograms; class probabilities and values are averaged over the trees. Missing values and categories need
 * no preparation. The importances are mean decreases of impurity.
 *
 * @param table the predictors: string columns are categories
 */
export async function fitRandomForest(
  table: Table,
  target: Target,
  options: ForestOptions = {},
): Promise<Predictor> {
  const count = options.trees ?? 200;
  const width = table.columns.length;
  const columns = fitBinners(table);
  const binned = binTable(table, columns);
  const outputs = target.kind === "classes" && target.classes > 2 ? target.classes : 1;
  const response = target.kind === "classes" ? target.labels : target.values;
  const few = target.kind === "classes" ? Math.floor(Math.sqrt(width)) : Math.floor(width / 3);
  const grower = new ForestTreeGrower(binned, outputs, response, {
    maxFeatures: options.maxFeatures ?? Math.max(1, few),
    minRowsPerLeaf: options.minRowsPerLeaf ?? 5,
  });
  const random = new Random(options.seed ?? 0);
  const weights = new Uint16Array(table.rows);
  const importances = new Float64Array(width);
  const trees: Tree[] = [];
  for (let t = 0; t < count; t++) {
    const draw = random.fork(`tree ${t}`);
    if (options.bootstrap ?? true) {
      weights.fill(0);
      for (let i = 0; i < table.rows; i++) weights[draw.below(table.rows)]!++;
    } else {
      weights.fill(1);
    }
    const gains = new Float64Array(width);
    trees.push(grower.grow(weights, draw, gains));
    const share = normalized(gains);
    for (let f = 0; f < width; f++) importances[f]! += share[f]!;
    await options.breathe?.((t + 1) / count);
  }
  return new Forest({
    columns,
    trees,
    kind: target.kind,
    treeOutputs: outputs,
    importances: normalized(importances),
  });
}

interface GrownForest {
  readonly columns: readonly ColumnBinner[];
  readonly trees: readonly Tree[];
  readonly kind: Target["kind"];
  readonly treeOutputs: number;
  readonly importances: Float64Array;
}

class Forest implements Predictor {
  readonly importances: Float64Array;
  readonly #columns: readonly ColumnBinner[];
  readonly #trees: readonly Tree[];
  readonly #kind: Target["kind"];
  readonly #treeOutputs: number;

  constructor(grown: GrownForest) {
    this.#columns = grown.columns;
    this.#trees = grown.trees;
    this.#kind = grown.kind;
    this.#treeOutputs = grown.treeOutputs;
    this.importances = grown.importances;
  }

  get outputs(): number {
    return this.#kind === "classes" && this.#treeOutputs === 1 ? 2 : this.#treeOutputs;
  }

  predict(table: Table): Float64Array {
    const binned = binTable(table, this.#columns);
    const stride = this.#treeOutputs;
    const sums = new Float64Array(table.rows * stride);
    for (const tree of this.#trees) addTreeValues(tree, binned, sums, { stride, offset: 0 });
    for (let i = 0; i < sums.length; i++) sums[i]! /= this.#trees.length;
    if (this.outputs === stride) return sums;
    const out = new Float64Array(2 * table.rows);
    for (let i = 0; i < table.rows; i++) {
      out[2 * i] = 1 - sums[i]!;
      out[2 * i + 1] = sums[i]!;
    }
    return out;
  }
}
