import { describe, expect, it } from "vitest";
import { Random } from "../../src/numerics/random.ts";
import { residualRisk, wilson } from "../../src/numerics/wilson.ts";

describe("wilson", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("%i of %i", (successes, trials, low, high) => {
    const { rate, halfWidth } = wilson(successes, trials);
    expect(rate - halfWidth).toBeCloseTo(low, 4);
    expect(rate + halfWidth).toBeCloseTo(high, 4);
  });

  it("knows nothing without trials", () => {
    expect(wilson(0, 0)).toEqual({ rate: 0.5, halfWidth: 0.5 });
  });
});

describe("residualRisk", () => {
  it("is what the attack gains over the control", () => {
    const { risk, interval } = residualRisk({ rate: 0.6, halfWidth: 0.03 }, { rate: 0.2, halfWidth: 0.04 });
    expect(risk).toBeCloseTo(0.5, 12);
    // the ratio r = 1 − risk with (0.4 − 0.8 r)² = 0.03² + 0.04² r²
    const ends = [-1, 1].map((sign) => {
      const [a, b, c] = [0.64 - 0.0016, -0.64, 0.16 - 0.0009];
      return 1 - (-b + sign * Math.sqrt(b * b - 4 * a * c)) / (2 * a);
    });
    expect(interval[1]).toBeCloseTo(ends[0]!, 12);
    expect(interval[0]).toBeCloseTo(ends[1]!, 12);
  });

  it.each([
    [0.5, 100],
    [0.9, 178],
    [0.96, 178],
    [0.99, 400],
  ])("excludes no risk by chance alone as seldom as it says: %f of %i", (share, n) => {
    const random = new Random(5);
    const successes = () => {
      let k = 0;
      for (let i = 0; i < n; i++) k += random.uniform() < share ? 1 : 0;
      return wilson(k, n);
    };
    const tries = 4000;
    let excluded = 0;
    for (let t = 0; t < tries; t++)
      excluded += residualRisk(successes(), successes()).interval[0] > 0 ? 1 : 0;
    expect(excluded / tries).toBeLessThan(0.035);
  });

  it("knows nothing where every control succeeds", () => {
    expect(residualRisk(wilson(50, 50), wilson(50, 50)).interval[0]).toBe(0);
    expect(residualRisk(wilson(0, 0), wilson(0, 0)).interval).toEqual([0, 1]);
  });

  it("is clipped to 0 … 1", () => {
    const none = residualRisk({ rate: 0.1, halfWidth: 0.02 }, { rate: 0.3, halfWidth: 0.02 });
    expect(none.risk).toBe(0);
    expect(none.interval[0]).toBe(0);
    expect(residualRisk({ rate: 0.999, halfWidth: 0.01 }, { rate: 0.1, halfWidth: 0.1 }).interval[1]).toBe(1);
  });
});
