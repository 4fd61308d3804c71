import { describe, expect, it } from "vitest";
import { selectBalanced } from "../../../../src/models/circuit/refine/balancedSelection.ts";
import { drawStratified, groupRows } from "../../../../src/models/circuit/train/stratified.ts";
import { Random } from "../../../../src/numerics/random.ts";

describe("stratified draws", () => {
  it("give every outcome its expected count in each group to within one", () => {
    const random = new Random(1);
    const states = Int32Array.from({ length: 3000 }, () => random.below(3));
    const groups = groupRows(states, 3);
    const weights = [
      [0.2, 0.3, 0, 0.5],
      [0, 0, 1, 0],
      [0.25, 0.25, 0.25, 0.25],
    ];
    const drawn = drawStratified(groups, 4, (g, k) => weights[g]![k]!, random);
    for (let g = 0; g < 3; g++) {
      const size = groups.first[g + 1]! - groups.first[g]!;
      const count = [0, 0, 0, 0];
      drawn.forEach((k, i) => {
        if (states[i] === g) count[k]!++;
      });
      weights[g]!.forEach((w, k) => {
        expect(Math.abs(count[k]! - w * size)).toBeLessThan(1.0001);
      });
    }
  });

  it("give a row the probabilities of its group", () => {
    const share = new Float64Array(3);
    const groups = groupRows(new Int32Array(4), 1);
    for (let seed = 0; seed < 6000; seed++) {
      const drawn = drawStratified(groups, 3, (_, k) => [0.1, 0.35, 0.55][k]!, new Random(seed));
      share[drawn[2]!]! += 1 / 6000;
    }
    [0.1, 0.35, 0.55].forEach((p, k) => {
      expect(Math.abs(share[k]! - p)).toBeLessThan(0.025);
    });
  });
});

describe("balanced selection", () => {
  it("takes each candidate at most once, in proportion to its weight", () => {
    const weights = Float64Array.from([1, 2, 1, 0.5, 1.5, 0, 1, 1]);
    const tokens = [Int32Array.from([0, 1, 0, 1, 0, 1, 0, 1])];
    const taken = new Float64Array(8);
    const runs = 8000;
    for (let seed = 0; seed < runs; seed++) {
      const chosen = selectBalanced(weights, { tokens, sizes: [2] }, 3, new Random(seed));
      expect(new Set(chosen).size).toBe(3);
      for (const i of chosen) taken[i]! += 1 / runs;
    }
    const total = weights.reduce((a, b) => a + b, 0);
    weights.forEach((w, i) => {
      expect(Math.abs(taken[i]! - (3 * w) / total)).toBeLessThan(0.06);
    });
  });

  it("keeps the counts of tokens nearer to their expectation than independent draws", () => {
    const random = new Random(3);
    const n = 6000;
    const tokens = [10, 4].map((size) => Int32Array.from({ length: n }, () => random.below(size)));
    const weights = Float64Array.from(tokens[0]!, (t) => 1 + (t % 2));
    const chosen = selectBalanced(weights, { tokens, sizes: [10, 4] }, 3000, random);
    const total = weights.reduce((a, b) => a + b, 0);
    tokens.forEach((column, j) => {
      for (let t = 0; t < [10, 4][j]!; t++) {
        const expected = column.reduce((sum, x, i) => sum + (x === t ? (3000 * weights[i]!) / total : 0), 0);
        const seen = chosen.reduce((sum, i) => sum + (column[i] === t ? 1 : 0), 0);
        expect(Math.abs(seen - expected)).toBeLessThan(9);
      }
    });
  });
});
