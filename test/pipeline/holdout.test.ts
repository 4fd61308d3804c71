import fc from "fast-check";
import { expect, it } from "vitest";
import { splitHoldout } from "../../src/pipeline/holdout.ts";

it("cuts all rows into two ascending, disjoint parts", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 500 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(),
      (rows, share, seed) => {
        const count = Math.round(rows * share);
        const { training, holdout } = splitHoldout(rows, count, seed);
        expect(holdout.length).toBe(count);
        expect([...training, ...holdout].sort((a, b) => a - b)).toEqual(
          Array.from({ length: rows }, (_, i) => i),
        );
        for (const part of [training, holdout]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
      },
    ),
    { numRuns: 50 },
  );
});

it("repeats for a seed and differs between seeds", () => {
  expect(splitHoldout(500, 100, 1)).toEqual(splitHoldout(500, 100, 1));
  expect(splitHoldout(500, 100, 1)).not.toEqual(splitHoldout(500, 100, 2));
});
