import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile } from "../../src/numerics/normal.ts";

/** scipy.stats.norm.cdf */
const reference: [number, number][] = [
  [-37, 5.725571222524577e-300],
  [-10, 7.61985302416047e-24],
  [-5, 2.866515718791933e-7],
  [-3, 0.0013498980316300933],
  [-1.5, 0.06680720126885807],
  [-0.1, 0.460172162722971],
  [0, 0.5],
  [1, 0.8413447460685429],
  [2.5, 0.9937903346742238],
];

describe("the normal distribution", () => {
  it("agrees with SciPy", () => {
    for (const [x, p] of reference) {
      expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-11);
      expect(Math.abs(normalQuantile(p) - x)).toBeLessThan(1e-10 * Math.max(1, Math.abs(x)));
    }
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 11);
  });

  it("has its ends and its gaps", () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(-0.1)).toBeNaN();
    expect(normalQuantile(Number.NaN)).toBeNaN();
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
  });
});
