import { describe, expect, it } from "vitest";
import { chiSquareTail, logGamma } from "../../../src/numerics/gamma.ts";
import { ksExactPValue, ksPValue } from "../../../src/numerics/kolmogorovSmirnov.ts";
import { kolmogorovTail } from "../../../src/numerics/kolmogorovTail.ts";
import { expectClose, fixtureJson } from "../comparison.ts";

interface Tails {
  readonly kolmogorov: readonly (readonly [number, number, number])[];
  readonly chiSquare: readonly (readonly [number, number, number])[];
  readonly ksExact: readonly (readonly [number, number, number, number, number])[];
}

// SciPy's kstwo.sf, chi2.sf and ks_2samp(method="exact")
const tails = fixtureJson<Tails>("quality/tails.json");

describe("tails agree with SciPy", () => {
  it.each(tails.kolmogorov)("Kolmogorov D ≥ %f, n = %i", (x, n, p) => {
    expectClose(kolmogorovTail(x, n), p, "p");
  });

  it.each(tails.chiSquare)("chi-square ≥ %f, %i degrees", (x, degrees, p) => {
    expectClose(chiSquareTail(x, degrees), p, "p");
  });

  it.for(tails.ksExact)("exact two-sample test, shift %f, %i and %i rows", ([, n, m, p, statistic]) => {
    expectClose(ksExactPValue(statistic, n, m), p, "p");
  });
});

describe("edges", () => {
  it("is 1 without a difference and 0 beyond reach", () => {
    expect(ksPValue(0, 100, 70)).toBe(1);
    expect(ksPValue(0, 20_000, 70)).toBe(1);
    expect(ksPValue(1, 20_000, 70_000)).toBe(0);
    expect(kolmogorovTail(1, 5)).toBe(0);
    expect(chiSquareTail(0, 3)).toBe(1);
  });

  it("has Γ(n) = (n − 1)!", () => {
    let factorial = 1;
    for (let n = 1; n < 20; n++) {
      expectClose(Math.exp(logGamma(n)), factorial, `Γ(${n})`, 1e-12);
      factorial *= n;
    }
  });
});
