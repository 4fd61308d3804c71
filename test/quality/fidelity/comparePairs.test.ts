import fc from "fast-check";
import { expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { assessFidelity } from "../../../src/quality/fidelity/assessFidelity.ts";
import { choosePairs, maxComparedPairs } from "../../../src/quality/fidelity/choosePairs.ts";
import { maxMapped, maxPairs } from "../../../src/quality/fidelity/keptPairs.ts";
import { makeTable, type Table } from "../../../src/table/table.ts";

it("chooses all pairs of few columns, and as many different ones as asked for of more", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 400 }),
      fc.nat(),
      (n, limit, seed) => {
        const pairs = choosePairs(n, new Random(seed), limit);
        expect(pairs).toHaveLength(Math.min(limit, (n * (n - 1)) / 2));
        expect(new Set(pairs.map(([i, j]) => i * n + j)).size).toBe(pairs.length);
        for (const [i, j] of pairs) {
          expect(i).toBeLessThan(j);
          expect(j).toBeLessThan(n);
        }
      },
    ),
  );
});

it("judges 210 columns by 20,000 of their pairs, says so, and lists all pairs of the heat map", async () => {
  const columns = 210;
  const real = table(columns, 1);
  const synthetic = table(columns, 2);
  const { columnPairTrends } = await assessFidelity({
    real,
    synthetic,
    holdout: null,
    columns: real.columns.map(({ name }) => ({ name, sdtype: "numerical", role: "feature" })),
    target: null,
    sensitive: [],
    quasiIdentifiers: [],
    seed: 3,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  const { pairs, pairsLeftOut, pairsCompared, mapColumns, scoreAllPairs } = columnPairTrends;
  expect(pairsCompared).toBe(maxComparedPairs);
  expect(pairs).toHaveLength(maxPairs);
  expect(pairsLeftOut).toBe((columns * (columns - 1)) / 2 - maxPairs);
  const mapped = new Set(mapColumns);
  const listed = pairs.filter(({ columns: [a, b] }) => mapped.has(a) && mapped.has(b));
  expect(listed).toHaveLength((maxMapped * (maxMapped - 1)) / 2);
  // independent columns of 40 rows: correlations scatter by 1 / √40 on both sides
  expect(scoreAllPairs).toBeGreaterThan(0.88);
  expect(scoreAllPairs).toBeLessThan(0.94);
});

function table(columns: number, seed: number): Table {
  const random = new Random(seed);
  return makeTable(
    Array.from({ length: columns }, (_, j) => ({
      kind: "number",
      name: `c${j}`,
      values: Float64Array.from({ length: 40 }, () => random.normal()),
    })),
  );
}
