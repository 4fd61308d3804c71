import { verdictScore } from "../metrics/formatScore.ts";
import type { VerdictScore } from "../protocol/report.ts";

/** excellent ≥ 0.95, good ≥ 0.85, fair ≥ 0.7, poor below. */
export function gradeOf(score: number | null): VerdictScore["grade"] {
  if (score === null) return "unknown";
  return score >= 0.95 ? "excellent" : score >= 0.85 ? "good" : score >= 0.7 ? "fair" : "poor";
}

/** A share as the scores of a verdict are shown. */
export function percent(share: number): string {
  return `${verdictScore(share)} %`;
}

/** No score, and why. */
export function unknown(sentence: string): VerdictScore {
  return { score: null, grade: "unknown", sentence };
}
