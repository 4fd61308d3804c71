import fc from "fast-check";
import { expect, it } from "vitest";
import { fitNumberTokens } from "../../../../src/models/circuit/tokens/numberTokens.ts";
import { kOf } from "../../../../src/table/protection/kOf.ts";

/** Clusters with gaps between them, single values in the gaps, and values that many rows share. */
const columns = fc
  .array(
    fc.record({
      at: fc.integer({ min: -500, max: 500 }),
      spread: fc.integer({ min: 0, max: 30 }),
      rows: fc.integer({ min: 1, max: 200 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((clusters) =>
    Float64Array.from(
      clusters.flatMap(({ at, spread, rows }) =>
        Array.from({ length: rows }, (_, i) => at * 100 + ((i * 7919) % 97) * spread * 0.13),
      ),
    ),
  );

it("no bound of a bin inside the range is a value of fewer than k rows", () => {
  fc.assert(
    fc.property(
      columns,
      fc.constantFrom(null, 2),
      fc.integer({ min: 4, max: 128 }),
      (values, decimals, maxBins) => {
        const { lo, hi, cuts, grid } = fitNumberTokens(values, decimals, { maxBins });
        const counts = new Map<number, number>();
        for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
        const sorted = [...counts.keys()].sort((a, b) => a - b);
        const rare = sorted.slice(1, -1).filter((v) => counts.get(v)! < kOf(values.length));
        const bounds = [...lo, ...hi, ...cuts];
        const isAt = (value: number) => bounds.some((bound) => Math.abs(bound - value) < 1e-9);
        // half a cell beyond a value tells it where the cells next to it are empty
        const tells = (v: number) => {
          const at = sorted.indexOf(v);
          return (
            isAt(v) ||
            (isAt(v - grid / 2) && v - sorted[at - 1]! > 1.5 * grid) ||
            (isAt(v + grid / 2) && sorted[at + 1]! - v > 1.5 * grid)
          );
        };
        expect(rare.filter(tells)).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});

it("lonely values between clusters are told by none of the bounds", () => {
  const cluster = (from: number): number[] => Array.from({ length: 300 }, (_, i) => from + (i % 100) * 0.37);
  const values = Float64Array.from([
    ...cluster(0),
    431.27,
    ...cluster(900),
    1431.27,
    1431.31,
    ...cluster(2000),
  ]);
  const { lo, hi } = fitNumberTokens(values, 2, { maxBins: 64 });
  const near = [...lo, ...hi].filter((bound) =>
    [431.27, 1431.27, 1431.31].some((v) => Math.abs(bound - v) < 0.011),
  );
  expect(near).toEqual([]);
});
