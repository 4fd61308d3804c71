import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import {
  fitBayesianMixture,
  type Mixture,
  validComponents,
} from "../../../src/transform/matrix/bayesianMixture.ts";
import { compressValues } from "../../../src/transform/matrix/weightedPoints.ts";
import { readSimpleCsv } from "../readSimpleCsv.ts";

function meanLogLikelihood(mixture: Mixture, values: Float64Array): number {
  let total = 0;
  for (const v of values) {
    let density = 0;
    mixture.weights.forEach((w, j) => {
      const s = mixture.stds[j]!;
      density += (w / (s * Math.sqrt(2 * Math.PI))) * Math.exp(-0.5 * ((v - mixture.means[j]!) / s) ** 2);
    });
    total += Math.log(density);
  }
  return total / values.length;
}

function sample(mixture: Mixture, n: number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: n }, () => {
    let u = random.uniform();
    let j = 0;
    while (j < mixture.weights.length - 1 && u >= mixture.weights[j]!) u -= mixture.weights[j++]!;
    return mixture.means[j]! + mixture.stds[j]! * random.normal();
  });
}

describe("variational Bayesian mixture", () => {
  it("recovers known mixtures and leaves spare components empty", () => {
    const truth = { weights: [0.5, 0.3, 0.2], means: [0, 20, 50], stds: [1, 2, 3] };
    const fit = validComponents(
      fitBayesianMixture(compressValues(sample(truth, 20_000, 4)), new Random(1), { maxIterations: 1000 }),
    );
    expect(fit.means.length).toBe(3);
    truth.means.forEach((m, j) => {
      expect(Math.abs(fit.means[j]! - m)).toBeLessThan(0.15);
      expect(Math.abs(fit.stds[j]! - truth.stds[j]!)).toBeLessThan(0.15);
      expect(Math.abs(fit.weights[j]! - truth.weights[j]!)).toBeLessThan(0.01);
    });
  });

  it("never lowers the evidence bound", () => {
    const values = sample({ weights: [0.6, 0.4], means: [0, 3], stds: [1, 1.5] }, 3000, 9);
    const { bounds } = fitBayesianMixture(compressValues(values), new Random(2));
    for (let i = 1; i < bounds.length; i++)
      expect(bounds[i]!).toBeGreaterThanOrEqual(bounds[i - 1]! - 1e-6 * Math.abs(bounds[i]!));
  });

  it("is as likely as scikit-learn's on Adult, with about as many components", () => {
    const golden = JSON.parse(readFileSync("test/fixtures/golden/adult_copula_bgm.json", "utf8")).bayesgmm;
    const table = readSimpleCsv("examples/adult.csv");
    for (const name of ["age", "fnlwgt", "hours-per-week"]) {
      const column = table.columns.find((c) => c.name === name)!;
      if (column.kind !== "number") throw new Error(`${name} is a number`);
      const fit = fitBayesianMixture(compressValues(column.values), new Random(0));
      const ours = meanLogLikelihood(fit, column.values);
      expect(ours).toBeGreaterThan(meanLogLikelihood(golden[name], column.values) - 0.03);
      expect(Math.abs(validComponents(fit).means.length - golden[name].n_valid)).toBeLessThanOrEqual(3);
    }
  });

  it("handles one value, two values and no value", () => {
    const mixtureOf = (values: number[]) =>
      fitBayesianMixture(compressValues(Float64Array.from(values)), new Random(0));
    expect(mixtureOf([3, 3, 3])).toMatchObject({ weights: [1], means: [3], stds: [0] });
    expect(mixtureOf([]).weights).toEqual([1]);
    expect(mixtureOf([1, 2]).means.every(Number.isFinite)).toBe(true);
  });

  it("gives the same fit for the same seed", () => {
    const points = compressValues(sample({ weights: [1], means: [5], stds: [2] }, 500, 1));
    expect(fitBayesianMixture(points, new Random(3))).toEqual(fitBayesianMixture(points, new Random(3)));
  });

  it("compresses to about the limit and keeps mean and spread", () => {
    const values = sample({ weights: [1], means: [1e6], stds: [10] }, 50_000, 2);
    const points = compressValues(values, 1000);
    expect(points.means.length).toBeLessThan(1100);
    expect(points.weights.reduce((a, b) => a + b, 0)).toBe(50_000);
    const mean = points.means.reduce((a, m, i) => a + m * points.weights[i]!, 0) / 50_000;
    expect(mean).toBeCloseTo(values.reduce((a, v) => a + v, 0) / 50_000, 6);
  });
});
