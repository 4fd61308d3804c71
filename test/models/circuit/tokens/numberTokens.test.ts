import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeNumber,
  fitNumberTokens,
  logWithin,
  numberToken,
  withinCdf,
} from "../../../../src/models/circuit/tokens/numberTokens.ts";
import { Random } from "../../../../src/numerics/random.ts";

const options = { maxBins: 32 };

describe("tokens of a numeric column", () => {
  it("keeps a heavy value as a token of its own and gives it back exactly", () => {
    const random = new Random(1);
    const values = Float64Array.from({ length: 3000 }, (_, i) =>
      i % 3 === 0 ? 0 : 5 + random.uniform() * 10,
    );
    const tokens = fitNumberTokens(values, null, options);
    const zero = numberToken(tokens, 0);
    expect(tokens.atom[zero]).toBe(1);
    expect(tokens.share[zero]).toBeCloseTo(1 / 3, 3);
    expect(decodeNumber(tokens, zero, 0.7)).toBe(0);
  });

  it("decodes to values that carry the same token, in the order of the quantile", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 3 }), (seed, decimals) => {
        const random = new Random(seed);
        const values = Float64Array.from(
          { length: 500 },
          () => Math.round(random.normal() ** 3 * 100) / 10 ** decimals,
        );
        const tokens = fitNumberTokens(values, decimals, options);
        for (let t = 0; t < tokens.count; t++) {
          let last = -Infinity;
          for (const u of [0.001, 0.3, 0.6, 0.999]) {
            const x = decodeNumber(tokens, t, u);
            expect(x).toBeGreaterThanOrEqual(last);
            if (tokens.grid > 0 && tokens.atom[t]) expect(numberToken(tokens, x)).toBe(t);
            last = x;
          }
        }
        expect(tokens.share.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      }),
      { numRuns: 30 },
    );
  });

  it("never decodes into a wide gap", () => {
    const random = new Random(2);
    const values = Float64Array.from({ length: 2000 }, (_, i) => (i < 1000 ? 0 : 500) + random.uniform());
    const tokens = fitNumberTokens(values, null, { maxBins: 7 });
    for (let t = 0; t < tokens.count; t++)
      for (let u = 0; u < 1; u += 0.01) {
        const x = decodeNumber(tokens, t, u);
        expect(x < 1.2 || x > 499.8).toBe(true);
      }
  });

  it("keeps a lone extreme in reach, but neither its place in the gap nor the row before it", () => {
    const random = new Random(3);
    const body = Array.from({ length: 2000 }, () => random.normal());
    const tokens = fitNumberTokens(Float64Array.from([...body, -9, 7, 11]), null, options);
    const last = tokens.count - 1;
    expect(decodeNumber(tokens, last, 0.999999)).toBeCloseTo(11, 3);
    expect(decodeNumber(tokens, 0, 0)).toBeCloseTo(-9, 9);
    for (const bounds of [tokens.lo, tokens.hi]) expect([...bounds]).not.toContain(7);
    const drawn = Array.from({ length: 1000 }, (_, i) => decodeNumber(tokens, last, i / 1000));
    expect(drawn.filter((x) => x > 4).length / 1000).toBeCloseTo(2 / (tokens.share[last]! * 2003), 1);
  });

  it("gives the grid points of a token probabilities that sum to one", () => {
    const random = new Random(4);
    const values = Float64Array.from({ length: 4000 }, () => Math.floor(random.uniform() ** 2 * 900));
    const tokens = fitNumberTokens(values, 0, options);
    const total = new Float64Array(tokens.count);
    for (let x = -2; x <= 905; x++) {
      const t = numberToken(tokens, x);
      if (withinCdf(tokens, t, x + 0.5) - withinCdf(tokens, t, x - 0.5) > 0)
        total[t]! += Math.exp(logWithin(tokens, t, x));
    }
    for (let t = 0; t < tokens.count; t++) if (!tokens.atom[t]) expect(total[t]).toBeCloseTo(1, 6);
  });

  it("stores far fewer numbers than rows, and nothing of values too rare", () => {
    const random = new Random(6);
    const values = Float64Array.from({ length: 1000 }, () => random.normal());
    const tokens = fitNumberTokens(values, null, options);
    expect(tokens.lo.length * 2).toBeLessThan(1000 / 3);
    // Between two heavy values a value held by three rows only is never given back.
    const spiky = Float64Array.from([...Array(50).fill(1), 7, 7, 7, ...Array(50).fill(10)]);
    const merged = fitNumberTokens(spiky, 0, options);
    expect([...merged.lo]).toEqual([1, 10]);
    expect(decodeNumber(merged, numberToken(merged, 7), 0.5)).toBe(10);
  });
});
