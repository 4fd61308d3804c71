import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { latentCorrelations } from "../../../src/models/gaussianCopula/correlation.ts";
import { cholesky, nearestCorrelation } from "../../../src/models/gaussianCopula/positiveDefinite.ts";
import { truncatedNormal } from "../../../src/models/gaussianCopula/truncatedNormal.ts";
import { normalCdf, normalMass, normalPdf } from "../../../src/numerics/normal.ts";
import { Random } from "../../../src/numerics/random.ts";

function steps(cuts: readonly number[]): { thresholds: Float64Array; means: Float64Array } {
  const thresholds = Float64Array.from([Number.NEGATIVE_INFINITY, ...cuts, Number.POSITIVE_INFINITY]);
  const means = Float64Array.from({ length: cuts.length + 1 }, (_, b) => {
    const p = normalCdf(thresholds[b + 1]!) - normalCdf(thresholds[b]!);
    return (normalPdf(thresholds[b]!) - normalPdf(thresholds[b + 1]!)) / p;
  });
  return { thresholds, means };
}

const scoreOf = (s: { thresholds: Float64Array; means: Float64Array }, z: number) =>
  s.means[s.thresholds.findLastIndex((t) => t <= z)]!;

describe("latent correlations", () => {
  it("are recovered through categories and atoms", () => {
    for (const rho of [-0.9, -0.3, 0, 0.5, 0.8]) {
      const random = new Random(8);
      const binary = steps([0.7]);
      const graded = steps([-1, 0.2, 1.4]);
      const n = 100_000;
      const a = new Float64Array(n);
      const b = new Float64Array(n);
      const c = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        const x = random.normal();
        const y = rho * x + Math.sqrt(1 - rho * rho) * random.normal();
        a[i] = scoreOf(binary, x);
        b[i] = scoreOf(graded, y);
        c[i] = y;
      }
      const matrix = latentCorrelations([a, b, c], [binary, graded, null]);
      expect(Math.abs(matrix[1]! - rho)).toBeLessThan(0.02);
      expect(Math.abs(matrix[2]! - rho)).toBeLessThan(0.02);
    }
  });
});

describe("nearest correlation matrix", () => {
  it("is one, and leaves one alone", () => {
    const entries = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(entries, (off) => {
        const d = 6;
        const matrix = new Float64Array(d * d);
        for (let i = 0, at = 0; i < d; i++) {
          matrix[i * d + i] = 1;
          for (let j = 0; j < i; j++) matrix[i * d + j] = matrix[j * d + i] = off[at++]!;
        }
        const near = nearestCorrelation(matrix);
        expect(cholesky(near)).not.toBeNull();
        for (let i = 0; i < d; i++) expect(near[i * d + i]).toBe(1);
        if (cholesky(matrix, 1e-6) !== null) expect(near).toBe(matrix);
        else expect(nearestCorrelation(near)).toBe(near);
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});

it("a wide matrix that is none is shrunk to one", () => {
  const d = 300;
  const matrix = Float64Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 1 : -0.01));
  const near = nearestCorrelation(matrix);
  expect(cholesky(near)).not.toBeNull();
  expect(near[1]).toBeLessThan(0);
  expect(near[d + 1]).toBe(1);
});

describe("truncated normal", () => {
  it("stays inside and has the mean of the theory, far tails included", () => {
    const random = new Random(4);
    for (const [low, high, mean, std] of [
      [0.5, 1, 0, 1],
      [6, 7, 0, 1],
      [-9, -8, 1, 1],
      [Number.NEGATIVE_INFINITY, -1, 0.3, 0.5],
      [2, Number.POSITIVE_INFINITY, 0, 2],
    ] as const) {
      const n = 20_000;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const z = truncatedNormal(Float64Array.of(low, high), mean, std, random);
        if (!(z >= low && z <= high)) throw new Error(`${z} is outside [${low}, ${high}]`);
        sum += z;
      }
      const a = (low - mean) / std;
      const b = (high - mean) / std;
      const theory = mean + (std * (normalPdf(a) - normalPdf(b))) / normalMass(a, b);
      expect(Math.abs(sum / n - theory)).toBeLessThan(0.02);
    }
  });

  it("splits between intervals by their mass", () => {
    const random = new Random(5);
    const intervals = Float64Array.of(Number.NEGATIVE_INFINITY, -1, 1.5, Number.POSITIVE_INFINITY);
    let low = 0;
    for (let i = 0; i < 20_000; i++) if (truncatedNormal(intervals, 0, 1, random) < 0) low++;
    expect(low / 20_000).toBeCloseTo(normalCdf(-1) / (normalCdf(-1) + normalCdf(-1.5)), 1);
  });
});
