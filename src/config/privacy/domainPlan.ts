import { rhoOf } from "./accounting.ts";
import type { PrivacyConfig } from "./privacySchema.ts";
import type { DomainCost } from "./statement.ts";
import { type Variance, varianceOf, wholeVariance } from "./tablePlan.ts";

/** How the domain of columns that a config leaves open is bought. */
export interface DomainPlan {
  /** Noise of the counts by which it is decided what a column holds, and of each round of narrowing a range. */
  readonly round: Variance;
  /** Noise of the count of each text. */
  readonly texts: Variance;
  /** A text is released only where its noisy count reaches this. */
  readonly threshold: number;
  readonly cost: DomainCost;
}

/** Share of ρ, and of δ, that the domain may cost. */
const domainShare = 0.1;
/** Counts of one column that are spent alike: one of what it holds, then these. */
export const narrowingRounds = 4;

/**
 * What the domain of `columns` columns costs under a guarantee: nothing where there are none.
 *
 * Every count is a Gaussian release of disjoint cells: a unit changes them by at most m in all, so each spends m²/2σ². Counts of texts
 * have no cells known beforehand; noise goes to those that occur, and only the counts that reach the threshold are released. Up to
 * m texts occur because of one unit alone, each at most m times: with probability 1 − m·exp(−(threshold − m)²/2σ²) none of them
 * reaches it (the discrete Gaussian is sub-Gaussian with its σ; Canonne, Kamath & Steinke 2020). So the release is δ-approximately
 * zero-concentrated (Bun & Steinke 2016, definition 8.1), whose ρ and δ add up.
 */
export function planDomain(columns: number, privacy: PrivacyConfig): DomainPlan | undefined {
  if (columns === 0) return undefined;
  const m = privacy.unit === "row" ? 1 : privacy.maxRowsPerUnit;
  const delta = privacy.delta * domainShare;
  const rho = rhoOf(privacy.epsilon, privacy.delta - delta) * domainShare;
  const rounds = 1 + narrowingRounds;
  const perRound = rho / columns / rounds;
  const round = wholeVariance(m ** 2 / (2 * perRound));
  const texts = wholeVariance(m ** 2 / (2 * narrowingRounds * perRound));
  const sigma = Math.sqrt(varianceOf(texts));
  const threshold = m + Math.ceil(sigma * Math.sqrt(2 * Math.log((m * columns) / delta)));
  return {
    round,
    texts,
    threshold,
    cost: {
      rho:
        columns *
        (m ** 2 / (2 * varianceOf(round)) +
          Math.max(m ** 2 / (2 * varianceOf(texts)), (narrowingRounds * m ** 2) / (2 * varianceOf(round)))),
      delta,
    },
  };
}

/** ρ that is left for tables. */
export function tableRho(privacy: PrivacyConfig, cost: DomainCost | undefined): number {
  return cost === undefined
    ? rhoOf(privacy.epsilon, privacy.delta)
    : rhoOf(privacy.epsilon, privacy.delta - cost.delta) - cost.rho;
}
