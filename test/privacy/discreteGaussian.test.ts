import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { samplerFit } from "../../scripts/privacyAudit/samplerAudit.ts";
import { seededBits } from "../../scripts/privacyAudit/seededBits.ts";
import { fillDiscreteGaussian } from "../../src/privacy/discreteGaussian.ts";

const variances = [
  { numerator: 1, denominator: 3 },
  { numerator: 10, denominator: 1 },
  { numerator: 1_000_000, denominator: 1 },
  // too large for numbers up to 2^53: BigInt throughout
  { numerator: 4_000_000_000_001, denominator: 1 },
];

describe("discrete Gaussian", () => {
  for (const variance of variances)
    it(`has the exact probabilities for σ² = ${variance.numerator}/${variance.denominator}`, () => {
      const big = variance.numerator > 1e9;
      const draws = fillDiscreteGaussian(new Int32Array(big ? 4000 : 60_000), variance, seededBits(3));
      if (big) {
        const sd = Math.sqrt(draws.reduce((sum, x) => sum + x * x, 0) / draws.length);
        expect(sd / 2e6).toBeGreaterThan(0.96);
        expect(sd / 2e6).toBeLessThan(1.04);
      } else expect(samplerFit(draws, variance, 40)).toBeGreaterThan(0.001);
    });

  it("is told from a Gaussian of σ² a tenth smaller", () => {
    const draws = fillDiscreteGaussian(
      new Int32Array(60_000),
      { numerator: 9, denominator: 1 },
      seededBits(3),
    );
    expect(samplerFit(draws, { numerator: 10, denominator: 1 }, 40)).toBeLessThan(1e-6);
  });

  it("refuses a variance that is no fraction of positive whole numbers", () => {
    for (const variance of [
      { numerator: 0, denominator: 1 },
      { numerator: 0.5, denominator: 1 },
      { numerator: 1, denominator: Number.NaN },
    ])
      expect(() => fillDiscreteGaussian(new Int32Array(1), variance, seededBits(1))).toThrow(RangeError);
  });

  it("draws from the operating system's generator only, in whole numbers", () => {
    const room = "src/privacy";
    for (const name of ["discreteGaussian.ts", "secretBits.ts"]) {
      const code = readFileSync(join(room, name), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*|^import .*/gm, "");
      expect(code, name).not.toMatch(
        /Math\.(exp|log|sqrt|random|pow|floor|round)|[^/*]\/[^/*]|\d\.\d|\*\*|seed/,
      );
    }
    for (const name of readdirSync(room, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".ts")) continue;
      const code = readFileSync(join(room, name), "utf8");
      expect(code, name).not.toMatch(/new SecretBits\([^)]/);
    }
  });
});
