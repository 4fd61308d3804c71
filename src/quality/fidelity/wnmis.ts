import type { Metric } from "../../protocol/metric.ts";
import { scoreOrNull } from "../finite.ts";
import type { PairInformation } from "./columnPairTrends.ts";

/**
 * Weighted normalized-mutual-information similarity: 1 − Σ w |NMI_real − NMI_synthetic| / Σ w with w = NMI_real + NMI_synthetic,
 * over all pairs, numbers in ten common bins. It notices lost dependence where ContingencySimilarity saturates.
 */
export function weightedNmiSimilarity(pairs: readonly PairInformation[]): Metric {
  return {
    value: similarity(pairs.map((p) => [p.real, p.synthetic])),
    ceiling: similarity(pairs.flatMap((p) => (p.holdout === null ? [] : [[p.real, p.holdout] as const]))),
  };
}

function similarity(pairs: readonly (readonly [number, number])[]): number | null {
  let difference = 0;
  let weight = 0;
  for (const [a, b] of pairs) {
    difference += (a + b) * Math.abs(a - b);
    weight += a + b;
  }
  return scoreOrNull(1 - difference / weight);
}
