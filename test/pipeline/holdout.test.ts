import fc from "fast-check";
import { expect, it } from "vitest";
import { smallestSplit, splitHoldout } from "../../src/pipeline/holdout.ts";

it("cuts all rows into two ascending, disjoint parts", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3000 }),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.nat(),
      (rows, share, seed) => {
        const { training, holdout } = splitHoldout(rows, share, seed);
        expect(holdout.length).toBe(rows < smallestSplit ? 0 : Math.round(rows * share));
        expect([...training, ...holdout].sort((a, b) => a - b)).toEqual(
          Array.from({ length: rows }, (_, i) => i),
        );
        for (const part of [training, holdout]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
      },
    ),
  );
});

it("repeats for a seed and differs between seeds", () => {
  expect(splitHoldout(500, 0.2, 1)).toEqual(splitHoldout(500, 0.2, 1));
  expect(splitHoldout(500, 0.2, 1)).not.toEqual(splitHoldout(500, 0.2, 2));
});
