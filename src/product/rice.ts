import type { Feature } from "./schema.ts";

const parts = ["reach", "impact", "confidence", "effort"] as const;

/** What RICE says of a feature: a score, or the parts that are missing for one. */
export type Rice =
  | { readonly score: number; readonly missing?: undefined }
  | { readonly score: null; readonly missing: readonly (typeof parts)[number][] };

/**
 * Computes reach × impact × confidence ÷ effort (McBride, “RICE: Simple prioritization for product managers”, Intercom 2016).
 * Confidence is a percentage, effort person-months; the score has the unit of reach a person-month.
 * A feature without all four numbers has no score; it is never 0 for that reason.
 */
export function riceOf({ rice = {} }: Pick<Feature, "rice">): Rice {
  const { reach, impact, confidence, effort } = rice;
  if (reach === undefined || impact === undefined || confidence === undefined || effort === undefined)
    return { score: null, missing: parts.filter((part) => rice[part] === undefined) };
  return { score: (reach * impact * (confidence / 100)) / effort };
}

/** Writes a score with two significant digits: the inputs are guesses and deserve no more. */
export function scoreText(score: number | null): string {
  if (score === null) return "–";
  return Number(score.toPrecision(2)).toLocaleString("en-US", { maximumFractionDigits: 10 });
}

/** Scores closer than this factor are one rank. */
const sameRank = 1.25;

/**
 * Ranks scores from 1, the highest first. A score within a factor of 1.25 of the first one of a rank shares that rank.
 * Those without a score have no rank.
 */
export function ranksOf(scores: readonly (number | null)[]): (number | null)[] {
  const order = Int32Array.from(scores, (_, i) => i)
    .filter((i) => scores[i] !== null)
    .sort((a, b) => scores[b]! - scores[a]! || a - b);
  const ranks: (number | null)[] = scores.map(() => null);
  let top = Number.NaN;
  let rank = 0;
  for (const [place, i] of order.entries()) {
    const score = scores[i]!;
    if (!(score * sameRank >= top)) {
      rank = place + 1;
      top = score;
    }
    ranks[i] = rank;
  }
  return ranks;
}
