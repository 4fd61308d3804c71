import type { Fidelity, PairTrend } from "../../protocol/report.ts";

/** Most pairs a report lists; a thousand columns have half a million. */
export const maxPairs = 5000;
/** Most columns a heat map of pairs shows. */
export const maxMapped = 60;

type Kept = Pick<Fidelity["columnPairTrends"], "pairs" | "pairsLeftOut" | "pairsCompared" | "mapColumns">;

/**
 * The pairs a report lists: all where there are not many; else those among the columns that heat maps show, and then the worst, up to
 * `maxPairs`, in their order. Scores are over all pairs compared, listed or not.
 *
 * @param extra pairs compared only to be shown
 * @param total number of pairs of the table
 */
export function keptPairs(
  compared: readonly PairTrend[],
  extra: readonly PairTrend[] = [],
  total = compared.length,
): Kept {
  const mapColumns = worstColumns(compared);
  if (mapColumns === undefined) return { pairs: compared };
  const pairs = [...compared, ...extra];
  if (total <= maxPairs) return { pairs, mapColumns };
  const mapped = new Set(mapColumns);
  const isMapped = ({ columns: [a, b] }: PairTrend): boolean => mapped.has(a) && mapped.has(b);
  const others = pairs.filter((pair) => !isMapped(pair)).toSorted((a, b) => badness(b) - badness(a));
  const room = maxPairs - (pairs.length - others.length);
  const worst = new Set(others.slice(0, room));
  return {
    pairs: pairs.filter((pair) => isMapped(pair) || worst.has(pair)),
    pairsLeftOut: total - maxPairs,
    ...(compared.length < total && { pairsCompared: compared.length }),
    mapColumns,
  };
}

/** The columns whose pairs score lowest on average, in their order; undefined where all can be shown. */
export function worstColumns(pairs: readonly PairTrend[]): string[] | undefined {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const pair of pairs)
    for (const column of pair.columns) {
      const entry = sums.get(column) ?? { sum: 0, count: 0 };
      sums.set(column, entry);
      if (pair.score === null) continue;
      entry.sum += badness(pair);
      entry.count++;
    }
  if (sums.size <= maxMapped) return undefined;
  const mean = ({ sum, count }: { sum: number; count: number }): number => sum / Math.max(1, count);
  const worst = [...sums].sort(([, a], [, b]) => mean(b) - mean(a)).slice(0, maxMapped);
  const chosen = new Set(worst.map(([column]) => column));
  return [...sums.keys()].filter((column) => chosen.has(column));
}

function badness({ score }: PairTrend): number {
  return score === null ? -1 : 1 - score;
}
