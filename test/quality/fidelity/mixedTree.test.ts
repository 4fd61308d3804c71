import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MixedRows } from "../../../src/quality/fidelity/mixedRows.ts";
import { buildMixedTree, nearest } from "../../../src/quality/fidelity/mixedTree.ts";

const categoryCounts = [3, 2, 6];
const columnCount = 3;

const rowsOf = (count: number) =>
  fc
    .tuple(
      fc.array(fc.double({ min: 0, max: 1.5, noNaN: true }), {
        minLength: count * columnCount,
        maxLength: count * columnCount,
      }),
      fc.array(fc.nat(1000), { minLength: count * 3, maxLength: count * 3 }),
    )
    .map(
      ([numbers, codes]): MixedRows => ({
        rows: count,
        width: columnCount,
        categories: 3,
        numbers: Float64Array.from(numbers),
        codes: Int32Array.from(codes, (code, i) => code % categoryCounts[i % 3]!),
        cardinalities: categoryCounts,
      }),
    );

describe("nearest", () => {
  it("finds what looking at every row finds", () => {
    fc.assert(
      fc.property(rowsOf(150), rowsOf(8), (rows, queries) => {
        const tree = buildMixedTree(rows);
        for (let q = 0; q < queries.rows; q++) {
          expect(nearest(tree, queries, q, -1).squared).toBeCloseTo(bruteForce(rows, queries, q, -1), 12);
          const own = nearest(tree, rows, q, q);
          expect(own.squared).toBeCloseTo(bruteForce(rows, rows, q, q), 12);
          expect(own.row).not.toBe(q);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("finds a copy at distance 0 and nothing in an empty tree", () => {
    const [rows] = fc.sample(rowsOf(40), { numRuns: 1, seed: 3 });
    expect(nearest(buildMixedTree(rows!), rows!, 17, -1)).toMatchObject({ squared: 0 });
    const none = { ...rows!, rows: 0, numbers: new Float64Array(0), codes: new Int32Array(0) };
    expect(nearest(buildMixedTree(none), rows!, 0, -1).row).toBe(-1);
  });
});

function bruteForce(rows: MixedRows, from: MixedRows, q: number, except: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rows.rows; i++) {
    if (i === except) continue;
    let sum = 0;
    for (let d = 0; d < columnCount; d++)
      sum += (rows.numbers[i * columnCount + d]! - from.numbers[q * columnCount + d]!) ** 2;
    for (let d = 0; d < 3; d++) if (rows.codes[i * 3 + d] !== from.codes[q * 3 + d]) sum += 2;
    best = Math.min(best, sum);
  }
  return best;
}
