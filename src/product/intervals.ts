import { wilson, z95 } from "../numerics/wilson.ts";

/** A share or score with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Estimates a share, 0 to 1 (0 of nothing), with Wilson's interval (Wilson, JASA 1927). */
export function shareOf(successes: number, trials: number): Estimate {
  const { rate, halfWidth } = wilson(successes, trials);
  return {
    value: trials === 0 ? 0 : successes / trials,
    low: Math.max(0, rate - halfWidth),
    high: Math.min(1, rate + halfWidth),
  };
}

/**
 * Estimates the Net Promoter Score, −100 to 100, with the adjusted Wald interval (Sauro & Lewis, MeasuringU 2021):
 * n' = n + 3, three quarters of a person added to promoters and to detractors.
 */
export function netPromoterScore(promoters: number, detractors: number, people: number): Estimate {
  const n = people + 3;
  const p = (promoters + 0.75) / n;
  const d = (detractors + 0.75) / n;
  const half = z95 * Math.sqrt((p + d - (p - d) ** 2) / n);
  const clip = (x: number) => Math.max(-100, Math.min(100, 100 * x));
  return {
    value: (100 * (promoters - detractors)) / people,
    low: clip(p - d - half),
    high: clip(p - d + half),
  };
}
