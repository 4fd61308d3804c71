import { jensenShannonDistance } from "../../numerics/discrete.ts";
import { ksPValue, ksStatistic } from "../../numerics/kolmogorovSmirnov.ts";
import { mean, quantile, standardDeviation } from "../../numerics/moments.ts";
import { wassersteinDistance } from "../../numerics/wasserstein.ts";
import type { ColumnShape } from "../../protocol/report.ts";
import { finiteOrNull, scoreOrNull } from "../finite.ts";
import { missingValueSimilarity } from "./missingValueSimilarity.ts";

/** What a numerical or datetime column says about itself on one side. */
export interface NumericSide {
  readonly rows: number;
  /** Present values, ascending. */
  readonly sorted: Float64Array;
  /** Rows per common bin, ends open; missing not counted. */
  readonly binCounts: Float64Array;
}

/**
 * KSComplement = 1 − sup |F_real − F_synthetic|, missing dropped, values rounded to 14 decimals first (SDMetrics).
 * `roundDecimals` is off for datetimes, which SDMetrics compares as integers.
 */
export function ksComplement(
  real: NumericSide,
  synthetic: NumericSide,
  roundDecimals: boolean,
): Omit<ColumnShape, "column" | "ceiling"> {
  const r = real.sorted;
  const s = synthetic.sorted;
  const statistic = roundDecimals
    ? ksStatistic(roundTo14Decimals(r), roundTo14Decimals(s))
    : ksStatistic(r, s);
  return {
    metric: "KSComplement",
    score: scoreOrNull(1 - statistic),
    ksTest: Number.isNaN(statistic) ? null : { statistic, pValue: ksPValue(statistic, r.length, s.length) },
    chiSquare: null,
    wasserstein: finiteOrNull(wassersteinDistance(r, s)),
    jensenShannon: finiteOrNull(jensenShannonDistance(real.binCounts, synthetic.binCounts)),
    missingValueSimilarity: missingValueSimilarity(real.rows, r.length, synthetic.rows, s.length),
    statisticSimilarity: statisticSimilarity(r, s),
  };
}

/** The score alone, for the ceiling. */
export function ksComplementScore(
  real: NumericSide,
  other: NumericSide,
  roundDecimals: boolean,
): number | null {
  return scoreOrNull(
    1 -
      (roundDecimals
        ? ksStatistic(roundTo14Decimals(real.sorted), roundTo14Decimals(other.sorted))
        : ksStatistic(real.sorted, other.sorted)),
  );
}

/** max(0, 1 − |f(real) − f(synthetic)| / range of real); null for a constant real column. */
function statisticSimilarity(r: Float64Array, s: Float64Array): ColumnShape["statisticSimilarity"] {
  if (r.length === 0 || s.length === 0) return null;
  const width = r[r.length - 1]! - r[0]!;
  if (width === 0) return null;
  const similarity = (a: number, b: number) => {
    const score = finiteOrNull(1 - Math.abs(a - b) / width);
    return score === null ? null : Math.max(score, 0);
  };
  return {
    mean: similarity(mean(r), mean(s)),
    median: similarity(quantile(r, 0.5), quantile(s, 0.5)),
    std: similarity(standardDeviation(r), standardDeviation(s)),
  };
}

/** NumPy's `round(·, 14)`; order is kept, so sorted stays sorted. */
function roundTo14Decimals(sorted: Float64Array): Float64Array {
  if (sorted.every(Number.isInteger)) return sorted;
  return sorted.map((v) => {
    const scaled = v * 1e14;
    if (!(Math.abs(scaled) < 4503599627370496)) return Number.isFinite(scaled) ? scaled / 1e14 : v;
    const floor = Math.floor(scaled);
    const rest = scaled - floor;
    const rounded = rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
    return rounded / 1e14;
  });
}
