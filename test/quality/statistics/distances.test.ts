import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Coded,
  cramersV,
  crossCount,
  normalizedMutualInformation,
  totalVariationSimilarity,
} from "../../../src/numerics/contingency.ts";
import { pearson, spearman } from "../../../src/numerics/correlation.ts";
import { chiSquareTest, jensenShannonDistance } from "../../../src/numerics/discrete.ts";
import { ksStatistic } from "../../../src/numerics/kolmogorovSmirnov.ts";
import { quantile, sortedPresent, standardDeviation } from "../../../src/numerics/moments.ts";
import { wassersteinDistance } from "../../../src/numerics/wasserstein.ts";

const sample = fc
  .array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -10, max: 10, noNaN: true })), {
    minLength: 1,
    maxLength: 30,
  })
  .map((values) => Float64Array.from(values).sort());

describe("distances of samples", () => {
  it("are 0 for the same sample, symmetric, and what counting says", () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(ksStatistic(a, a)).toBe(0);
        expect(wassersteinDistance(a, a)).toBe(0);
        expect(ksStatistic(a, b)).toBeCloseTo(ksStatistic(b, a), 12);
        expect(wassersteinDistance(a, b)).toBeCloseTo(wassersteinDistance(b, a), 9);
        const points = [...a, ...b];
        const share = (s: Float64Array, x: number) => s.filter((v) => v <= x).length / s.length;
        const sup = Math.max(...points.map((x) => Math.abs(share(a, x) - share(b, x))));
        expect(ksStatistic(a, b)).toBeCloseTo(sup, 12);
      }),
    );
  });

  it("shift by c moves Wasserstein by c", () => {
    fc.assert(
      fc.property(sample, fc.double({ min: 0, max: 5, noNaN: true }), (a, c) => {
        expect(
          wassersteinDistance(
            a,
            a.map((v) => v + c),
          ),
        ).toBeCloseTo(c, 9);
      }),
    );
  });

  it("are NaN for an empty side", () => {
    expect(ksStatistic(new Float64Array(0), new Float64Array([1]))).toBeNaN();
    expect(wassersteinDistance(new Float64Array([1]), new Float64Array(0))).toBeNaN();
    expect(jensenShannonDistance([0, 0], [1, 2])).toBeNaN();
    expect(chiSquareTest([0, 0], [1, 2])).toBeNull();
    expect(chiSquareTest([3, 0], [4, 0])).toEqual({ statistic: 0, pValue: 1, degrees: 0 });
  });

  it("is 1 bit for disjoint categories", () => {
    expect(jensenShannonDistance([3, 0], [0, 5])).toBeCloseTo(1, 12);
  });
});

describe("contingency tables", () => {
  const coded = (cardinality: number, rows: number) =>
    fc
      .array(fc.nat(cardinality - 1), { minLength: rows, maxLength: rows })
      .map((codes): Coded => ({ codes: Uint16Array.from(codes), cardinality }));

  it("dense and sparse counting agree", () => {
    fc.assert(
      fc.property(coded(5, 40), coded(4, 40), coded(5, 30), coded(4, 30), (a, b, c, d) => {
        const wide = (x: Coded): Coded => ({ ...x, cardinality: 5000 });
        const dense = [crossCount(a, b), crossCount(c, d)] as const;
        const sparse = [crossCount(wide(a), wide(b)), crossCount(wide(c), wide(d))] as const;
        expect(sparse[0].cells).not.toBeNull();
        expect(totalVariationSimilarity(...sparse)).toBeCloseTo(totalVariationSimilarity(...dense), 12);
        expect(normalizedMutualInformation(sparse[0])).toBeCloseTo(normalizedMutualInformation(dense[0]), 12);
        const [v, w] = [cramersV(dense[0]), cramersV(sparse[0])];
        if (Number.isNaN(v)) expect(w).toBeNaN();
        else expect(w).toBeCloseTo(v, 12);
      }),
    );
  });

  it("a function of the other column has association and information 1, an independent one 0", () => {
    const x: Coded = { codes: Uint16Array.from([0, 1, 2, 0, 1, 2]), cardinality: 3 };
    const y: Coded = { codes: Uint16Array.from([2, 0, 1, 2, 0, 1]), cardinality: 3 };
    const z: Coded = { codes: Uint16Array.from([0, 0, 0, 1, 1, 1]), cardinality: 2 };
    expect(cramersV(crossCount(x, y))).toBeCloseTo(1, 12);
    expect(normalizedMutualInformation(crossCount(x, y))).toBeCloseTo(1, 12);
    expect(cramersV(crossCount(x, z))).toBeCloseTo(0, 7);
    expect(normalizedMutualInformation(crossCount(x, z))).toBeCloseTo(0, 12);
    expect(cramersV(crossCount(x, { codes: new Uint16Array(6), cardinality: 2 }))).toBeNaN();
  });
});

describe("moments and correlation", () => {
  it("has no correlation where a side is constant on the rows both have", () => {
    const a = Float64Array.of(0.1, 0.1, 0.1, NaN, 5);
    const b = Float64Array.of(1, 2, 4, 8, NaN);
    expect(pearson(a, b)).toBeNaN();
    expect(pearson(b, a)).toBeNaN();
  });

  it("leave missing values out", () => {
    const a = Float64Array.of(1, Number.NaN, 3, 4, 10);
    const b = Float64Array.of(2, 5, Number.NaN, 8, 20);
    expect(pearson(a, b)).toBeCloseTo(1, 12);
    expect(spearman(a, b)).toBeCloseTo(1, 12);
    expect(pearson(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3))).toBeNaN();
    expect(pearson(Float64Array.of(1), Float64Array.of(2))).toBeNaN();
    expect([...sortedPresent(a)]).toEqual([1, 3, 4, 10]);
    expect(quantile(sortedPresent(a), 0.5)).toBe(3.5);
    expect(standardDeviation(Float64Array.of(1, 3))).toBeCloseTo(Math.SQRT2, 12);
    expect(standardDeviation(Float64Array.of(1))).toBeNaN();
  });
});
