import { roughScore } from "../../metrics/formatScore.ts";
import { quantile, sureLowQuantile } from "../../numerics/quantile.ts";
import type { Privacy } from "../../protocol/report.ts";
import type { NearestRows } from "./neighbors/nearestRows.ts";

const percentileShare = 0.05;
const ratioGuard = 1e-8;

/**
 * Nearest-neighbor distance ratio d₁/d₂, near 0 where a synthetic row clings to one training row. Reported is the 5th
 * percentile, for synthetic and for holdout rows.
 *
 * @param toTraining, natural distances of synthetic and holdout rows to training rows, with the second nearest
 */
export function nndr(
  toTraining: NearestRows,
  natural: NearestRows | null,
  trainingRows: number,
): Privacy["nndr"] {
  if (trainingRows < 2) return null;
  const value = quantile(ratios(toTraining), percentileShare);
  const ceiling = natural === null ? null : quantile(ratios(natural), percentileShare);
  const [good, watch] =
    natural === null
      ? [0.05, 0.01]
      : [0.8, 0.5].map((part) => part * sureLowQuantile(ratios(natural), percentileShare));
  const status = value >= good! ? "good" : value >= watch! ? "watch" : "bad";
  const compared = ceiling === null ? "" : `, unseen real rows ${roughScore(ceiling)}`;
  return {
    value,
    ceiling,
    note: "5th percentile of nearest over second-nearest distance",
    status,
    meaning:
      status === "good"
        ? `Synthetic rows do not imitate single training rows: the most suspicious 5 % have a distance ratio of at most ${roughScore(value)}${compared}.`
        : `The most suspicious 5 % of synthetic rows sit far closer to one training row than to any other (ratio ${roughScore(value)}${compared}): single people may be imitated, so drop those rows or train less.`,
  };
}

function ratios(nearest: NearestRows): Float64Array {
  return nearest.distance.map((first, i) => (first + ratioGuard) / (nearest.second![i]! + ratioGuard));
}
