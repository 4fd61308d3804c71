import { z95 } from "./wilson.ts";

/**
 * Returns the 95 % interval of an area under the ROC of `positives` against `negatives` scored rows, within 0 and 1 (Hanley and McNeil,
 * “The meaning and use of the area under a ROC curve”, Radiology 1982, equation 1). No rows on a side: 0 to 1.
 */
export function aucInterval(auc: number, positives: number, negatives: number): readonly [number, number] {
  if (positives < 1 || negatives < 1) return [0, 1];
  const both = auc / (2 - auc);
  const same = (2 * auc * auc) / (1 + auc);
  const square = auc * auc;
  const variance =
    (auc * (1 - auc) + (positives - 1) * (both - square) + (negatives - 1) * (same - square)) /
    (positives * negatives);
  const half = z95 * Math.sqrt(Math.max(0, variance));
  return [Math.max(0, auc - half), Math.min(1, auc + half)];
}
