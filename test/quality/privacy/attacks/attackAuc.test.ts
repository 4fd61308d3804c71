import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../../src/numerics/random.ts";
import { attackAuc } from "../../../../src/quality/privacy/attacks/attackAuc.ts";

describe("attackAuc", () => {
  it("is the probability that a member scores higher, ties half", () => {
    const scores = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(scores, scores, (members, others) => {
        let wins = 0;
        for (const a of members) for (const b of others) wins += a > b ? 1 : a === b ? 0.5 : 0;
        const found = attackAuc(Float64Array.from(members), Float64Array.from(others), new Random(1));
        expect(found.auc).toBeCloseTo(wins / (members.length * others.length), 12);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it("counts members above the 1 % threshold only, never those tied with it", () => {
    const others = Float64Array.from({ length: 200 }, (_, i) => i);
    // two false positives are allowed: 199 and 198; 197 would be the third
    const members = Float64Array.from([300, 198, 197.5, 197, 10]);
    expect(attackAuc(members, others, new Random(1)).tprAt1Fpr).toBeCloseTo(3 / 5, 12);
  });

  it("gives an interval as wide as DeLong's for two normal samples", () => {
    const random = new Random(5);
    const n = 2000;
    const members = Float64Array.from({ length: n }, () => random.normal() + 0.5);
    const others = Float64Array.from({ length: n }, () => random.normal());
    const { auc, aucInterval } = attackAuc(members, others, new Random(1));
    const above = members.map((a) => others.reduce((s, b) => s + (a > b ? 1 : 0), 0) / n);
    const below = others.map((b) => members.reduce((s, a) => s + (a > b ? 1 : 0), 0) / n);
    const deLong = 1.96 * Math.sqrt(variance(above) / n + variance(below) / n);
    expect((aucInterval[1] - aucInterval[0]) / 2 / deLong).toBeGreaterThan(0.85);
    expect((aucInterval[1] - aucInterval[0]) / 2 / deLong).toBeLessThan(1.15);
    expect(aucInterval[0]).toBeLessThan(auc);
    expect(aucInterval[1]).toBeGreaterThan(auc);
  });
});

function variance(x: Float64Array): number {
  const mean = x.reduce((s, v) => s + v, 0) / x.length;
  return x.reduce((s, v) => s + (v - mean) ** 2, 0) / (x.length - 1);
}
