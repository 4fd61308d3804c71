import { Random } from "../numerics/random.ts";

/** Weeks after which a forecast says “not at this pace”: ten years. */
export const maxWeeks = 520;
const minWeeks = 8;
const minFinished = 5;

/** Weeks until the remaining items are done, by how sure one wants to be; null: not within ten years at this pace. */
export interface Forecast {
  readonly half: number | null;
  readonly likely: number | null;
  readonly sure: number | null;
  readonly runs: number;
}

/** One past week: items finished and items added. */
export interface Week {
  readonly finished: number;
  readonly added: number;
}

/** Says what is missing for a forecast; null when there is enough. */
export function missingForForecast(weeks: readonly Week[]): string | null {
  const finished = weeks.reduce((sum, week) => sum + week.finished, 0);
  if (weeks.length >= minWeeks && finished >= minFinished) return null;
  return `a forecast needs at least ${minWeeks} whole weeks and ${minFinished} finished features with "done" dates; there are ${weeks.length} and ${finished}`;
}

/**
 * Forecasts by throughput (Vacanti, “Actionable Agile Metrics”, 2015): past weeks are drawn at random, weeks without any finish
 * included, until nothing is left; items added in a drawn week are added to the rest. Percentiles 50, 85 and 95 over the runs.
 * The same seed gives the same forecast.
 */
export function forecast(
  remaining: number,
  weeks: readonly Week[],
  { runs = 10_000, seed = 1 }: { readonly runs?: number; readonly seed?: number } = {},
): Forecast {
  const random = new Random(seed);
  const needed = new Uint16Array(runs);
  for (let run = 0; run < runs; run++) {
    let left = remaining;
    let week = 0;
    while (left > 0 && week <= maxWeeks) {
      const { finished, added } = weeks[random.below(weeks.length)]!;
      left += added - finished;
      week++;
    }
    needed[run] = week;
  }
  needed.sort();
  const at = (share: number): number | null => {
    const week = needed[Math.min(runs - 1, Math.ceil(share * runs) - 1)]!;
    return week > maxWeeks ? null : week;
  };
  return { half: at(0.5), likely: at(0.85), sure: at(0.95), runs };
}
