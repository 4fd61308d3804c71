import { expect, it } from "vitest";
import type { PairTrend } from "../../../src/protocol/report.ts";
import { keptPairs, maxMapped, maxPairs } from "../../../src/quality/fidelity/keptPairs.ts";

/** Every pair of `count` columns; column i fits the worse, the larger i is. */
function trends(count: number): PairTrend[] {
  const pairs: PairTrend[] = [];
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++)
      pairs.push({
        columns: [`c${i}`, `c${j}`],
        metric: "CorrelationSimilarity",
        score: (i + j) % 97 === 0 ? null : 1 - (i + j) / (2 * count),
        scoreCommonBins: null,
        ceiling: null,
        real: null,
        synthetic: null,
        association: null,
        associationSynthetic: null,
        counted: true,
      });
  return pairs;
}

it("keeps all pairs of an ordinary table, and says nothing of it", () => {
  const pairs = trends(maxMapped);
  expect(keptPairs(pairs)).toEqual({ pairs });
});

it("keeps all pairs of 80 columns, and names those a heat map shows", () => {
  const kept = keptPairs(trends(80));
  expect(kept.pairs).toHaveLength((80 * 79) / 2);
  expect(kept.mapColumns).toHaveLength(maxMapped);
  expect(kept.pairsLeftOut).toBeUndefined();
});

it("keeps the worst pairs of 300 columns and all of those in the heat map", () => {
  const pairs = trends(300);
  const kept = keptPairs(pairs);
  expect(kept.pairs).toHaveLength(maxPairs);
  expect(kept.pairsLeftOut).toBe(pairs.length - maxPairs);
  expect(kept.mapColumns).toEqual(Array.from({ length: maxMapped }, (_, i) => `c${240 + i}`));
  const listed = new Set(kept.pairs);
  const mapped = new Set(kept.mapColumns);
  for (const pair of pairs)
    if (pair.columns.every((column) => mapped.has(column))) expect(listed.has(pair)).toBe(true);
  const worstLeft = Math.min(...pairs.filter((p) => !listed.has(p)).map((p) => p.score ?? 1));
  const bestKept = kept.pairs.filter((p) => !p.columns.every((c) => mapped.has(c))).map((p) => p.score!);
  expect(Math.max(...bestKept)).toBeLessThanOrEqual(worstLeft);
});
