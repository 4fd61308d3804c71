import type { BinnedTable } from "../../../learners/binning.ts";
import { GradientTreeGrower } from "../../../learners/gradientTree.ts";
import { addTreeValues, type Tree } from "../../../learners/tree.ts";
import type { Breathe } from "../../../numerics/breathe.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import { binByFeature, type RatioFeature } from "./ratioFeatures.ts";

/** Rows of one kind, training rows or drawn ones; those held out judge only. */
export interface ShownRows {
  readonly tokens: TokenColumns;
  /** 1 where the row is held out. */
  readonly held: Uint8Array;
}

export interface BoostOptions {
  readonly maxTrees: number;
  readonly maxLeaves: number;
  readonly patience: number;
  readonly learningRate: number;
  readonly minRowsPerLeaf: number;
  readonly proof: Proof;
  /** How often rows say the same thing of each column of the circuit. */
  readonly repeats: Float64Array;
}

/** What rows held out must show before trees count. */
export interface Proof {
  /** The gain in log loss, in standard errors of it. */
  readonly errors: number;
  /** The gain itself, in nats a row. */
  readonly gain: number;
}

/** That there is anything to learn: two standard errors, and an AUC of about .53. */
export const strongProof: Proof = { errors: 2, gain: 0.0015 };
/**
 * That there is more to learn where much was: one standard error. A round is judged on few rows, and one that is refused ends all:
 * with the strong proof half of the seeds ended before rows were as good as they become.
 */
export const laterProof: Proof = { errors: 1, gain: 0.0005 };

const leafPenalty = 1;

/**
 * ln p_real / p_drawn as a sum of boosted trees: training rows against drawn ones, stopped where the rows held out of both are told
 * apart best. Empty when they cannot be told apart by the proof asked for.
 */
export async function boostTrees(
  features: readonly RatioFeature[],
  shown: { readonly real: ShownRows; readonly drawn: ShownRows },
  { maxTrees, maxLeaves, patience, learningRate, minRowsPerLeaf, proof, repeats }: BoostOptions,
  breathe: Breathe = () => undefined,
): Promise<Tree[]> {
  const train = together(features, shown, 0);
  const held = together(features, shown, 1);
  const grower = new GradientTreeGrower(train.table, {
    maxLeaves,
    minRowsPerLeaf,
    l2: leafPenalty,
    minHessian: 1e-3,
    learningRate,
    repeats: Float64Array.from(features, ({ columns }) => Math.min(...columns.map((j) => repeats[j]!))),
  });
  const { rows } = train.table;
  const raw = startOf(train);
  const gradients = new Float64Array(rows);
  const hessians = new Float64Array(rows);
  const heldRaw = startOf(held);
  const trees: Tree[] = [];
  const nothing = losses(heldRaw, held.real);
  let best = mean(nothing);
  let bestLosses = nothing;
  let bestCount = 0;
  for (let round = 0; round < maxTrees && round - bestCount < patience; round++) {
    await breathe(round / maxTrees);
    for (let i = 0; i < rows; i++) {
      const p = 1 / (1 + Math.exp(-raw[i]!));
      gradients[i] = p - (i < train.real ? 1 : 0);
      hessians[i] = p * (1 - p);
    }
    const tree = grower.grow({ gradients, hessians, stride: 1, offset: 0 }, raw);
    trees.push(tree);
    addTreeValues(tree, held.table, heldRaw, { stride: 1, offset: 0 });
    const now = losses(heldRaw, held.real);
    const loss = mean(now);
    if (loss < best) {
      best = loss;
      bestLosses = now;
      bestCount = round + 1;
    }
  }
  const gain = nothing.map((l, i) => l - bestLosses[i]!);
  const spread = Math.sqrt(mean(gain.map((g) => g * g)) / gain.length);
  return mean(gain) > Math.max(proof.gain, proof.errors * spread) ? trees.slice(0, bestCount) : [];
}

/** Training rows, `real` of them, then drawn rows. */
interface BothKinds {
  readonly table: BinnedTable;
  readonly real: number;
}

function together(
  features: readonly RatioFeature[],
  { real, drawn }: { readonly real: ShownRows; readonly drawn: ShownRows },
  held: number,
): BothKinds {
  const parts = [real, drawn].map(({ tokens, held: flags }) => {
    const rows = Int32Array.from(flags.keys()).filter((i) => flags[i] === held);
    return binByFeature(features, tokens, rows);
  }) as [BinnedTable, BinnedTable];
  const rows = parts[0].rows + parts[1].rows;
  const bins = new Uint8Array(rows * features.length);
  for (let f = 0; f < features.length; f++) {
    let at = f * rows;
    for (const part of parts) {
      bins.set(part.bins.subarray(f * part.rows, (f + 1) * part.rows), at);
      at += part.rows;
    }
  }
  return { table: { rows, bins, columns: features.map((f) => f.binner) }, real: parts[0].rows };
}

/** The log odds of a row of which nothing is known. */
function startOf({ table, real }: BothKinds): Float64Array {
  return new Float64Array(table.rows).fill(Math.log(Math.max(1, real) / Math.max(1, table.rows - real)));
}

/** Log loss of each row; the first `real` are training rows. */
function losses(raw: Float64Array, real: number): Float64Array {
  return raw.map((x, i) => Math.log1p(Math.exp(i < real ? -x : x)));
}

function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}
