import {
  type Coded,
  type Contingency,
  CountMemory,
  cramersV,
  crossCount,
  normalizedMutualInformation,
  totalVariationSimilarity,
} from "../../numerics/contingency.ts";
import { pearson } from "../../numerics/correlation.ts";
import type { Fidelity, PairTrend } from "../../protocol/report.ts";
import type { Sides } from "../compared/sides.ts";
import { finiteOrNull, meanOf, scoreOrNull } from "../finite.ts";
import type { ComparedColumn } from "./comparedColumn.ts";
import { keptPairs } from "./keptPairs.ts";

/** SDMetrics ≥ 0.27 averages only pairs whose real association exceeds these. */
const correlationThreshold = 0.5;
const associationThreshold = 0.3;

/** Normalized mutual information of a pair over the common bins. */
export interface PairInformation {
  readonly real: number;
  readonly synthetic: number;
  readonly holdout: number | null;
}

export interface ComparedPair {
  readonly trend: PairTrend;
  readonly trendCeilingCommonBins: number | null;
  readonly information: PairInformation;
}

/** Pairs as compared, in the order of their columns. */
export interface ComparedPairs {
  /** Those that the scores are over: all, or as many as are drawn at random. */
  readonly drawn: readonly ComparedPair[];
  /** Compared because a heat map shows them, beside those drawn. */
  readonly mapped: readonly ComparedPair[];
  /** Number of pairs there are. */
  readonly total: number;
}

/**
 * SDMetrics' pair score. Two numbers: CorrelationSimilarity, 1 − |r_real − r_synthetic| / 2. Otherwise ContingencySimilarity over
 * the joint shares, missing being a category, numbers cut into ten equal-width bins *of each side's own range*, as SDMetrics' report
 * does; `scoreCommonBins` uses the real side's bins for both. Every row is counted, never a subsample.
 *
 * @param memory of one pair after another
 */
export function comparePair(a: ComparedColumn, b: ComparedColumn, memory = new CountMemory()): ComparedPair {
  memory.reuse();
  const common = crossSides(a.commonBins, b.commonBins, memory);
  const information = {
    real: normalizedMutualInformation(common.real),
    synthetic: normalizedMutualInformation(common.synthetic),
    holdout: common.holdout === null ? null : normalizedMutualInformation(common.holdout),
  };
  if (a.values !== null && b.values !== null) {
    const trend = correlationTrend(a, b, a.values, b.values);
    return { trend, trendCeilingCommonBins: trend.ceiling, information };
  }
  const own = a.values === null && b.values === null ? common : crossSides(a.ownBins, b.ownBins, memory);
  const association = cramersV(own.real);
  return {
    trend: {
      columns: [a.name, b.name],
      metric: "ContingencySimilarity",
      score: scoreOrNull(totalVariationSimilarity(own.real, own.synthetic)),
      ceiling: own.holdout === null ? null : scoreOrNull(totalVariationSimilarity(own.real, own.holdout)),
      real: null,
      synthetic: null,
      association: finiteOrNull(association),
      associationSynthetic: finiteOrNull(cramersV(own.synthetic)),
      counted: association > associationThreshold,
      scoreCommonBins: scoreOrNull(totalVariationSimilarity(common.real, common.synthetic)),
    },
    trendCeilingCommonBins:
      common.holdout === null ? null : scoreOrNull(totalVariationSimilarity(common.real, common.holdout)),
    information,
  };
}

/** The property's means over the pairs drawn; null where no pair can be scored. */
export function summarizePairs({ drawn: pairs, mapped, total }: ComparedPairs): Fidelity["columnPairTrends"] {
  const counted = pairs.filter((p) => p.trend.counted);
  return {
    score: meanOf(counted.map((p) => p.trend.score)),
    scoreAllPairs: meanOf(pairs.map((p) => p.trend.score)),
    scoreCommonBins: meanOf(pairs.map((p) => p.trend.scoreCommonBins)),
    ceiling: meanOf(counted.map((p) => p.trend.ceiling)),
    ceilingAllPairs: meanOf(pairs.map((p) => p.trend.ceiling)),
    ceilingCommonBins: meanOf(pairs.map((p) => p.trendCeilingCommonBins)),
    ...keptPairs(
      pairs.map((p) => p.trend),
      mapped.map((p) => p.trend),
      total,
    ),
  };
}

function correlationTrend(
  a: ComparedColumn,
  b: ComparedColumn,
  x: Sides<Float64Array>,
  y: Sides<Float64Array>,
): PairTrend {
  const undefinedOn = (side: "real" | "synthetic" | "holdout") =>
    a.constant[side] === true || b.constant[side] === true;
  const real = undefinedOn("real") ? NaN : pearson(x.real, y.real);
  const synthetic = undefinedOn("synthetic") ? NaN : pearson(x.synthetic, y.synthetic);
  const holdout =
    x.holdout === null || y.holdout === null || undefinedOn("holdout") ? NaN : pearson(x.holdout, y.holdout);
  const score = scoreOrNull(1 - Math.abs(real - synthetic) / 2);
  return {
    columns: [a.name, b.name],
    metric: "CorrelationSimilarity",
    score,
    ceiling: scoreOrNull(1 - Math.abs(real - holdout) / 2),
    real: finiteOrNull(real),
    synthetic: finiteOrNull(synthetic),
    association: finiteOrNull(Math.abs(real)),
    associationSynthetic: finiteOrNull(Math.abs(synthetic)),
    counted: Math.abs(real) > correlationThreshold,
    scoreCommonBins: score,
  };
}

function crossSides(a: Sides<Coded>, b: Sides<Coded>, memory: CountMemory): Sides<Contingency> {
  return {
    real: crossCount(a.real, b.real, memory),
    synthetic: crossCount(a.synthetic, b.synthetic, memory),
    holdout: a.holdout === null || b.holdout === null ? null : crossCount(a.holdout, b.holdout, memory),
  };
}
