import { describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/random.ts";
import { selectByWeight } from "../../../src/models/circuit/densityRatio.ts";
import { drawStratified, groupRows } from "../../../src/models/circuit/stratified.ts";

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

describe("selection by weight", () => {
  it("takes each candidate at most once, in proportion to its weight", () => {
    const weights = Float64Array.from([1, 2, 1, 0.5, 1.5, 0, 1, 1]);
    const order = Int32Array.from(weights, (_, i) => i);
    const taken = new Float64Array(8);
    const runs = 8000;
    for (let seed = 0; seed < runs; seed++) {
      const random = new Random(seed);
      const chosen = selectByWeight(weights, random.shuffle(order.slice()), 3, random);
      expect(new Set(chosen).size).toBe(3);
      for (const i of chosen) taken[i]! += 1 / runs;
    }
    const total = weights.reduce((a, b) => a + b, 0);
    weights.forEach((w, i) => {
      expect(Math.abs(taken[i]! - (3 * w) / total)).toBeLessThan(0.03);
    });
  });
});
