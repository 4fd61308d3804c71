import fc from "fast-check";
import "../../fixedSeeds.ts";
import { describe, expect, it } from "vitest";
import { deltaOf, epsilonOf, rhoOf } from "../../../src/config/privacy/accounting.ts";
import { normalCdf } from "../../../src/numerics/normal.ts";

/** The exact δ of one continuous Gaussian release of ρ = 1/2σ² (Balle & Wang 2018, theorem 8): what no bound may lie below. */
function exactDelta(rho: number, epsilon: number): number {
  const mu = Math.sqrt(2 * rho);
  return normalCdf(mu / 2 - epsilon / mu) - Math.exp(epsilon) * normalCdf(-mu / 2 - epsilon / mu);
}

describe("accounting of differential privacy", () => {
  it("gives the reference values of three budgets", () => {
    expect(rhoOf(1, 1e-9)).toBeCloseTo(0.015, 4);
    expect(rhoOf(3, 1e-9)).toBeCloseTo(0.1206, 4);
    expect(rhoOf(10, 1e-9)).toBeCloseTo(1.091, 3);
  });

  it("never promises less loss than the exact curve of a Gaussian, and never more than the loose conversion", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 3, noNaN: true }),
        fc.double({ min: 3, max: 9, noNaN: true }),
        (rho, digits) => {
          const delta = 10 ** -digits;
          const epsilon = epsilonOf(rho, delta);
          expect(exactDelta(rho, epsilon)).toBeLessThanOrEqual(delta);
          expect(epsilon).toBeLessThanOrEqual(rho + 2 * Math.sqrt(rho * Math.log(1 / delta)));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("finds the minimum over orders that a fine grid finds", () => {
    for (const [rho, epsilon] of [
      [0.015, 1],
      [0.5, 4],
      [2, 6],
    ] as const) {
      let best = 1;
      for (let step = 1; step < 400_000; step++) {
        const alpha = 1 + step / 1000;
        const value =
          (Math.exp((alpha - 1) * (alpha * rho - epsilon)) * (1 - 1 / alpha) ** alpha) / (alpha - 1);
        best = Math.min(best, value);
      }
      expect(deltaOf(rho, epsilon)).toBeLessThanOrEqual(best * (1 + 1e-9));
      expect(deltaOf(rho, epsilon)).toBeGreaterThan(best * 0.999);
    }
  });

  it("is monotone, inverts itself and adds up", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 15, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (epsilon, more) => {
          const delta = 1e-6;
          const rho = rhoOf(epsilon, delta);
          expect(epsilonOf(rho, delta)).toBeCloseTo(epsilon, 6);
          expect(epsilonOf(rho, delta)).toBeLessThanOrEqual(epsilon * (1 + 1e-9));
          expect(rhoOf(epsilon + more, delta)).toBeGreaterThan(rho);
          // two releases are at most as bad as the sum of their ε
          expect(epsilonOf(2 * rho, 2 * delta)).toBeLessThanOrEqual(2 * epsilon);
        },
      ),
      { numRuns: 25 },
    );
  });
});
