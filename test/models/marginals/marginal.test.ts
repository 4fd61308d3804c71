import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pearson } from "../../../src/models/gaussianCopula/correlation.ts";
import { parametricScores } from "../../../src/models/gaussianCopula/latents.ts";
import { fitEmpirical } from "../../../src/models/marginals/empirical.ts";
import { fitMarginal } from "../../../src/models/marginals/fitMarginal.ts";
import type { MarginalKind } from "../../../src/models/marginals/marginal.ts";
import {
  type Parameters,
  type ParametricKind,
  parametricMarginal,
} from "../../../src/models/marginals/parametric.ts";
import { loadMarginal, savedMarginalSchema } from "../../../src/models/marginals/savedMarginal.ts";
import { Random } from "../../../src/numerics/random.ts";
import { readSimpleCsv } from "../../transform/readSimpleCsv.ts";
import { numbers } from "../modelRun.ts";

const kinds: MarginalKind[] = ["empirical", "norm", "truncnorm", "beta", "gamma", "uniform", "gaussianKde"];

function drawn(n: number, draw: (random: Random) => number): Float64Array {
  const random = new Random(11);
  return Float64Array.from({ length: n }, () => draw(random));
}

describe("every marginal", () => {
  const values = drawn(3000, (r) => 5 + 3 * r.normal() ** 2);

  it.each(kinds)("%s: quantile undoes cdf, both rise, and load gives back what was saved", (kind) => {
    const marginal = fitMarginal(kind, values);
    const loaded = loadMarginal(savedMarginalSchema.parse(JSON.parse(JSON.stringify(marginal.save()))));
    let last = Number.NEGATIVE_INFINITY;
    for (let u = 0.001; u < 1; u += 0.007) {
      const x = marginal.quantile(u);
      expect(x).toBeGreaterThanOrEqual(last);
      expect(marginal.cdf(x)).toBeCloseTo(u, 2);
      expect(loaded.quantile(u)).toBe(x);
      expect(loaded.cdf(x)).toBe(marginal.cdf(x));
      last = x;
    }
  });

  it.each(kinds)("%s survives one value, two values and huge values", (kind) => {
    for (const few of [[7], [1, 2], [1e15, 1e15 + 2, 1e15 + 4], [0, 0, 0, 1]]) {
      const marginal = fitMarginal(kind, Float64Array.from([...few, Number.NaN]));
      expect(Number.isFinite(marginal.quantile(0.3))).toBe(true);
      expect(Number.isNaN(marginal.cdf(few[0]!))).toBe(false);
    }
  });

  it("refuses what is no marginal", () => {
    for (const bad of [
      null,
      {},
      { kind: "empirical" },
      { kind: "norm" },
      { kind: "constructor", parameters: {} },
    ])
      expect(savedMarginalSchema.safeParse(bad).success).toBe(false);
  });
});

describe("parametric marginals", () => {
  it("recover the parameters they were drawn from", () => {
    const near = (
      kind: ParametricKind,
      values: Float64Array,
      expected: Partial<Parameters>,
      tolerance: number,
    ) => {
      const saved = fitMarginal(kind, values).save() as unknown as { parameters: Record<string, number> };
      for (const [key, value] of Object.entries(expected))
        expect(Math.abs(saved.parameters[key]! - (value as number))).toBeLessThan(
          tolerance * Math.max(1, value as number),
        );
    };
    near(
      "norm",
      drawn(20_000, (r) => 3 + 2 * r.normal()),
      { loc: 3, scale: 2 },
      0.03,
    );
    near(
      "uniform",
      drawn(20_000, (r) => 1 + 4 * r.uniform()),
      { loc: 1, scale: 4 },
      0.01,
    );
    near(
      "gamma",
      drawn(20_000, (r) => -2 * Math.log((1 - r.uniform()) * (1 - r.uniform()))),
      { a: 2, scale: 2 },
      0.08,
    );
    near(
      "beta",
      drawn(20_000, (r) => r.uniform() ** (1 / 3)),
      { a: 3, b: 1 },
      0.1,
    );
    const truncated = drawn(40_000, (r) => r.normal()).filter((z) => z > -0.5 && z < 2);
    near("truncnorm", truncated, { loc: 0, scale: 1 }, 0.15);
  });

  it("give Copulas' correlations on Adult with Copulas' marginals", () => {
    const golden = JSON.parse(readFileSync("test/fixtures/golden/adult_copula_bgm.json", "utf8")).copula;
    const table = readSimpleCsv("test/fixtures/golden/adult_real.csv");
    const names = ["age", "fnlwgt", "education-num", "capital-gain", "capital-loss", "hours-per-week"];
    const pairs: [string, ParametricKind, number][] = [
      ["GaussianUnivariate", "norm", 1e-9],
      ["BetaUnivariate", "beta", 1e-6],
      ["TruncatedGaussian", "truncnorm", 1e-6],
    ];
    for (const [name, kind, tolerance] of pairs) {
      const scores = names.map((column, c) =>
        parametricScores(parametricMarginal(kind, golden[name].univariates[c]), numbers(table, column)),
      );
      const ours = pearson(scores);
      golden[name].correlation.flat().forEach((rho: number, i: number) => {
        expect(Math.abs(ours[i]! - rho)).toBeLessThan(tolerance);
      });
    }
  });
});

describe("the empirical marginal", () => {
  it("follows any sample closely", () => {
    const arbitrary = fc.array(
      fc.oneof(fc.constantFrom(0, 0, 1, 99), fc.double({ min: -100, max: 100, noNaN: true })),
      { minLength: 1, maxLength: 400 },
    );
    fc.assert(
      fc.property(arbitrary, (sample) => {
        const values = Float64Array.from(sample);
        const marginal = fitEmpirical(values);
        const sorted = values.slice().sort();
        for (const x of sorted) {
          const share = sorted.filter((v) => v <= x).length / sorted.length;
          expect(Math.abs(marginal.cdf(x) - share)).toBeLessThan(0.06 + 8 / sorted.length);
        }
        expect(marginal.quantile(0)).toBeGreaterThanOrEqual(sorted[0]!);
        expect(marginal.quantile(1)).toBeLessThanOrEqual(sorted.at(-1)!);
        for (let b = 0; b < marginal.lows.length; b++) {
          expect(marginal.highs[b]).toBeGreaterThanOrEqual(marginal.lows[b]!);
          if (b > 0) expect(marginal.lows[b]).toBeGreaterThanOrEqual(marginal.highs[b - 1]!);
        }
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it("keeps atoms exact and gaps empty", () => {
    const random = new Random(1);
    const values = Float64Array.from({ length: 5000 }, (_, i) =>
      i % 10 < 6 ? 0 : 1000 + 100 * random.uniform(),
    );
    const marginal = fitEmpirical(values);
    expect(marginal.cdf(0) - marginal.cdfBelow(0)).toBeCloseTo(0.6, 6);
    for (let u = 0; u <= 1; u += 1 / 512) {
      const x = marginal.quantile(u);
      expect(x === 0 || (x >= 1000 && x <= 1100)).toBe(true);
    }
  });

  it("holds no value that few rows have", () => {
    const random = new Random(2);
    const values = Float64Array.from({ length: 3000 }, () => Math.round(1e9 * random.uniform()));
    const { lows, highs } = fitEmpirical(values);
    const real = new Set(values);
    expect([...lows, ...highs].filter((v) => real.has(v))).toEqual([]);
  });
});
