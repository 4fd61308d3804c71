import { chiSquareTest, jensenShannonDistance } from "../../numerics/discrete.ts";
import type { ColumnShape } from "../../protocol/report.ts";
import { finiteOrNull, scoreOrNull } from "../finite.ts";
import { missingValueSimilarity } from "./missingValueSimilarity.ts";

/** What a categorical or boolean column says about itself on one side. */
export interface CategorySide {
  readonly rows: number;
  readonly missing: number;
  /** Rows per dictionary code. */
  readonly counts: Float64Array;
}

/**
 * TVComplement = 1 − ½ Σ |p − q|, missing dropped. As in SDMetrics, a category that only the synthetic side has counts as one
 * millionth of a row on the real side.
 */
export function tvComplement(
  real: CategorySide,
  synthetic: CategorySide,
): Omit<ColumnShape, "column" | "ceiling"> {
  const presentReal = real.rows - real.missing;
  const presentSynthetic = synthetic.rows - synthetic.missing;
  return {
    metric: "TVComplement",
    score: scoreOrNull(totalVariationComplement(real.counts, synthetic.counts)),
    ksTest: null,
    chiSquare: chiSquareTest(real.counts, synthetic.counts),
    wasserstein: null,
    jensenShannon: finiteOrNull(jensenShannonDistance(real.counts, synthetic.counts)),
    missingValueSimilarity: missingValueSimilarity(real.rows, presentReal, synthetic.rows, presentSynthetic),
    statisticSimilarity: null,
  };
}

/** The score alone, for the ceiling. */
export function tvComplementScore(real: CategorySide, other: CategorySide): number | null {
  return scoreOrNull(totalVariationComplement(real.counts, other.counts));
}

function totalVariationComplement(real: Float64Array, synthetic: Float64Array): number {
  let n = 0;
  let m = 0;
  let unseen = 0;
  for (let i = 0; i < real.length; i++) {
    n += real[i]!;
    m += synthetic[i]!;
    if (real[i] === 0 && synthetic[i]! > 0) unseen++;
  }
  if (n === 0 || m === 0) return NaN;
  n += unseen * unseenWeight;
  let distance = 0;
  for (let i = 0; i < real.length; i++) {
    if (real[i] === 0 && synthetic[i] === 0) continue;
    const p = (real[i] === 0 ? unseenWeight : real[i]!) / n;
    distance += Math.abs(synthetic[i]! / m - p);
  }
  return 1 - 0.5 * distance;
}

const unseenWeight = 1e-6;
