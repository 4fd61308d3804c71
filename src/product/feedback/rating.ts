import { z95 } from "../../numerics/wilson.ts";
import { type Estimate, netPromoterScore, shareOf } from "../intervals.ts";
import type { ScoreKind } from "./feedbackSchema.ts";

/** Ratings of a feedback table: the score with its 95 % interval, null where no answer counts. */
export interface Rating {
  readonly kind: ScoreKind;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Answers that count: one a person where people are told apart. */
  readonly answers: number;
  /** Answers outside the scale or no number; they count nowhere. */
  readonly outside: number;
}

const scales: Readonly<Record<ScoreKind, { readonly low: number; readonly high: number }>> = {
  nps: { low: 0, high: 10 },
  csat: { low: 1, high: 5 },
  ces: { low: 1, high: 7 },
};

/**
 * Rates answers: NPS (promoters 9–10 minus detractors 0–6, adjusted Wald interval), CSAT (share of 4 and 5 of 5, Wilson's
 * interval) or CES 2.0 (mean of 1 to 7, normal interval). Answers that are no whole number of the scale are counted apart.
 * @param answers one number an answer; NaN where there is none that can be read
 */
export function rate(kind: ScoreKind, answers: Float64Array | readonly number[]): Rating {
  const { low, high } = scales[kind];
  const counted = Array.from(answers).filter((x) => Number.isInteger(x) && x >= low && x <= high);
  const outside = answers.length - counted.length;
  const n = counted.length;
  if (n === 0) return { kind, value: null, low: null, high: null, answers: 0, outside };
  return { kind, ...estimate(kind, counted), answers: n, outside };
}

function estimate(kind: ScoreKind, counted: readonly number[]): Estimate {
  const count = (from: number, to: number) => counted.filter((x) => x >= from && x <= to).length;
  const n = counted.length;
  if (kind === "nps") return netPromoterScore(count(9, 10), count(0, 6), n);
  if (kind === "csat") return shareOf(count(4, 5), n);
  const mean = counted.reduce((sum, x) => sum + x, 0) / n;
  const variance = counted.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, n - 1);
  const half = n < 2 ? Number.POSITIVE_INFINITY : z95 * Math.sqrt(variance / n);
  return { value: mean, low: Math.max(1, mean - half), high: Math.min(7, mean + half) };
}

/** One line: `NPS 25 (−11.7 to 55.2, 20 answers)`. */
export function ratingText({ kind, value, low, high, answers, outside }: Rating): string {
  if (value === null || low === null || high === null) return `${kind.toUpperCase()}: no answer counts`;
  const number = (x: number) =>
    kind === "csat" ? `${(100 * x).toFixed(0)} %` : x.toFixed(1).replace("-", "−");
  const more = outside === 0 ? "" : `; ${outside} outside the scale left out`;
  return `${kind.toUpperCase()} ${number(value)} (${number(low)} to ${number(high)}, ${answers} ${answers === 1 ? "answer" : "answers"}${more})`;
}
