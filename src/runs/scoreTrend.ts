import { verdictScore } from "../metrics/formatScore.ts";
import type { PastRun } from "./pastRun.ts";
import { type RunScores, readScores } from "./runSummary.ts";
import { sparkline } from "./sparkline.ts";

/** Runs a trend looks back at, most. */
const maxRuns = 20;

/** How one score went over the runs of a config. */
export interface ScoreTrend {
  readonly score: keyof RunScores;
  /** 0 to 1, oldest first; runs without this score are left out. */
  readonly values: readonly number[];
}

/** Trends over the runs of one config (newest first) that have a report; scores with fewer than two values have none. */
export async function scoreTrends(runs: readonly PastRun[]): Promise<ScoreTrend[]> {
  const scores: RunScores[] = [];
  for (const run of runs) {
    if (scores.length === maxRuns) break;
    const found = await readScores(run);
    if (found !== null) scores.unshift(found);
  }
  return (["fidelity", "utility", "privacy"] as const)
    .map((score) => ({
      score,
      values: scores.map((one) => one[score]).filter((value) => value !== null),
    }))
    .filter(({ values }) => values.length > 1);
}

/** `▁▃▇ 91 → 98 over 3 runs` */
export function trendText({ values }: ScoreTrend): string {
  const [first, last] = [values[0]!, values.at(-1)!];
  return `${sparkline(values, 16)} ${verdictScore(first)} → ${verdictScore(last)}`;
}
