import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadEncoder, savedEncoderSchema } from "../../../src/models/neural/savedEncoder.ts";
import { ksStatistic } from "../../../src/numerics/kolmogorovSmirnov.ts";
import { Random } from "../../../src/numerics/random.ts";
import { makeTable } from "../../../src/table/table.ts";
import { fitLogScale, scaleOf } from "../../../src/transform/matrix/logScale.ts";
import { fitMatrixEncoder, type MatrixEncoder } from "../../../src/transform/matrix/matrixEncoder.ts";

const cents = (v: number) => Math.round(100 * v) / 100;

/** Amounts of many sizes. */
const skewed = {
  prices: (r: Random) => cents(Math.exp(1 + 3 * r.normal())),
  incomes: (r: Random) => cents(300 * r.uniform() ** -0.9),
  waits: (r: Random) => Math.log(1 / r.uniform()) ** 3,
  balances: (r: Random) => (r.uniform() < 0.3 ? 0 : cents(1000 * Math.exp(2 * r.normal()))),
  depths: (r: Random) => -cents(Math.exp(2 * r.normal())),
};
const even = {
  ages: (r: Random) => 18 + r.below(60),
  heights: (r: Random) => 170 + 9 * r.normal(),
  times: (r: Random) => 1.7e9 + 2e6 * r.uniform(),
  differences: (r: Random) => r.normal() ** 3,
};

function values(draw: (r: Random) => number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: 1000 }, () => draw(random));
}

function fitted(list: Float64Array, seed: number): MatrixEncoder {
  const range = { min: Math.min(...list), max: Math.max(...list) };
  return fitMatrixEncoder(
    {
      table: makeTable([{ kind: "number", name: "x", values: list }]),
      columns: [{ kind: "continuous", name: "x", decimals: null, ...range, missing: false }],
    },
    { seed },
  );
}

/** What a generator gives that has learned how often each mode is, and nothing else. */
function drawn(encoder: MatrixEncoder, random: Random, rows = 4000): Float64Array {
  const { weights } = encoder.modes[0]!;
  const cumulative = weights.map((_, k) => weights.slice(0, k + 1).reduce((sum, w) => sum + w, 0));
  const codes = Int32Array.from({ length: rows }, () => {
    const u = random.uniform();
    return Math.max(
      0,
      cumulative.findIndex((c) => u < c),
    );
  });
  const alphas = Float32Array.from({ length: rows }, () => random.normal() / 4);
  return (encoder.decode({ rows, alphas, codes }).columns[0] as { values: Float64Array }).values;
}

describe("the logarithmic scale of a column", () => {
  it("increases everywhere and has an inverse, on both sides of the end", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("low", "high"),
        fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
        fc.double({ min: -2, max: 3, noNaN: true }),
        fc.double({ min: -2, max: 3, noNaN: true }),
        (end, offset, a, b) => {
          const scale = scaleOf({ end, offset }, { low: 0, high: 1000 });
          const [x, y] = [1000 * a, 1000 * b];
          if (Math.abs(x - y) > 1e-6) expect(scale.forward(x) < scale.forward(y)).toBe(x < y);
          expect(scale.inverse(scale.forward(x))).toBeCloseTo(x, 6);
        },
      ),
      { numRuns: 200, seed: 31 },
    );
  });

  it("is chosen for amounts of many sizes, and for nothing else", () => {
    for (const [name, draw] of Object.entries({ ...skewed, ...even })) {
      const list = values(draw, 5);
      const range = { low: Math.min(...list), high: Math.max(...list), unit: 0 };
      const end = name === "depths" ? "high" : "low";
      expect([name, fitLogScale(list, range)?.end]).toEqual([name, name in skewed ? end : undefined]);
    }
  });

  it("says nothing finer than one digit of its offset", () => {
    for (const draw of Object.values(skewed)) {
      const list = values(draw, 6);
      const { offset } = fitLogScale(list, { low: Math.min(...list), high: Math.max(...list), unit: 0 })!;
      expect(Number(offset.toPrecision(1))).toBe(offset);
    }
  });

  it("lets modes alone describe a skewed column", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(skewed)),
        fc.integer({ min: 1, max: 1e6 }),
        (draw, seed) => {
          const list = values(draw, seed);
          const made = drawn(fitted(list, seed), new Random(seed));
          expect(ksStatistic(list.slice().sort(), made.sort())).toBeLessThan(0.1);
        },
      ),
      { numRuns: 12, seed: 32 },
    );
  });

  it("is part of the model file, and refused where it belongs to no column", () => {
    const encoder = fitted(values(skewed.prices, 7), 7);
    const state = savedEncoderSchema.parse(JSON.parse(JSON.stringify(encoder.save())));
    expect(state.scales?.[0]?.end).toBe("low");
    expect(drawn(loadEncoder(state), new Random(1))).toEqual(drawn(encoder, new Random(1)));
    expect(savedEncoderSchema.safeParse({ ...state, scales: [] }).success).toBe(false);
  });
});
