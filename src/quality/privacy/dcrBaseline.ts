import { roughScore } from "../../metrics/formatScore.ts";
import { median, sureLowQuantile } from "../../numerics/quantile.ts";
import type { Privacy } from "../../protocol/report.ts";

/**
 * SDMetrics' DCRBaselineProtection: the median distance of synthetic rows to their closest training rows over that of random
 * rows, at most 1; null when random rows equal training rows. The ceiling puts holdout rows in the place of synthetic ones.
 */
export function dcrBaseline(
  synthetic: Float64Array,
  natural: Float64Array | null,
  random: Float64Array,
): Privacy["dcrBaselineProtection"] {
  const scale = median(random);
  const against = (distance: number) => (scale > 0 ? Math.min(distance / scale, 1) : null);
  const value = against(median(synthetic));
  const ceiling = natural === null ? null : against(median(natural));
  const [good, watch] =
    natural === null ? [0.1, 0.02] : [0.8, 0.5].map((part) => (part * sureLowQuantile(natural, 0.5)) / scale);
  const status = value === null || value >= good! ? "good" : value >= watch! ? "watch" : "bad";
  const reached = ceiling === null ? "" : `; unseen real rows keep ${roughScore(ceiling)}`;
  return {
    value,
    ceiling,
    note: `median distance over that of ${random.length} random rows`,
    status,
    meaning:
      value === null
        ? "Even random rows equal training rows here, so this comparison says nothing."
        : status === "good"
          ? `A synthetic row keeps ${roughScore(value)} of the distance that a random row has from the training rows${reached}: no closer than real rows are to each other.`
          : `A synthetic row keeps only ${roughScore(value)} of the distance that a random row has from the training rows${reached}: the model imitates rows, so use fewer epochs or a smaller model.`,
  };
}
