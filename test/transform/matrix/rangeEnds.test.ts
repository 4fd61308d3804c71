import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadEncoder, savedEncoderSchema } from "../../../src/models/neural/savedEncoder.ts";
import { Random } from "../../../src/numerics/random.ts";
import { makeTable, type Table } from "../../../src/table/table.ts";
import { fitMatrixEncoder, type MatrixEncoder } from "../../../src/transform/matrix/matrixEncoder.ts";
import { modelRange, placeSpikes } from "../../../src/transform/spikes.ts";

/** A column's values, each at most `high`. */
const shapes = {
  logNormal: (r: Random) => Math.exp(2.5 * r.normal()),
  uniform: (r: Random) => 1.7e9 + 2e6 * r.uniform(),
  zeroInflated: (r: Random) => (r.uniform() < 0.3 ? 0 : Math.exp(1.5 * r.normal())),
  endsInData: (r: Random) => Math.min(Math.max(5 * r.normal(), -9), 9),
};
type Shape = keyof typeof shapes;

interface Fitted {
  readonly encoder: MatrixEncoder;
  readonly values: Float64Array;
  readonly min: number;
  readonly max: number;
}

function fitted(shape: Shape, decimals: number | null, spikes: readonly number[], seed: number): Fitted {
  const random = new Random(seed);
  const round = (v: number) => (decimals === null ? v : Math.round(v * 10 ** decimals) / 10 ** decimals);
  const drawn = Float64Array.from({ length: 1200 }, () => round(shapes[shape](random)));
  const [min, max] = [Math.min(...drawn), Math.max(...drawn)];
  const placed = placeSpikes(spikes, { min, max }, round);
  const values = drawn.map((v, i) =>
    placed.length > 0 && i % 12 === 0 ? placed[(i / 12) % placed.length]!.at : v,
  );
  const range = modelRange({ min, max, spikes: placed });
  const encoder = fitMatrixEncoder(
    {
      table: makeTable([{ kind: "number", name: "x", values }]),
      columns: [{ kind: "continuous", name: "x", decimals, ...range, missing: false }],
    },
    { seed },
  );
  return { encoder, values, min, max };
}

/** What a generator that has learned nothing gives: any mode, and an α that is often at its end. */
function untrained(encoder: MatrixEncoder, random: Random, rows = 2000): Float64Array {
  const modes = encoder.modes[0]!.means.length;
  return decoded(encoder, {
    alphas: Float32Array.from({ length: rows }, () => Math.tanh(2 * random.normal())),
    codes: Int32Array.from({ length: rows }, () => random.below(modes)),
  });
}

function decoded(
  encoder: MatrixEncoder,
  { alphas, codes }: { readonly alphas: Float32Array; readonly codes: Int32Array },
): Float64Array {
  const table: Table = encoder.decode({ rows: codes.length, alphas, codes });
  return (table.columns[0] as { values: Float64Array }).values;
}

function shareOn(values: Float64Array, end: number, decimals: number | null): number {
  const half = decimals === null ? 0 : 0.5 / 10 ** decimals;
  return values.filter((v) => Math.abs(v - end) <= half).length / values.length;
}

describe("the ends of a column's range", () => {
  it("get no more rows than in the data, whatever the generator gives", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(shapes) as Shape[])),
        fc.constantFrom(2, 4, null),
        fc.integer({ min: 1, max: 1e6 }),
        (shape, decimals, seed) => {
          const { encoder, values, min, max } = fitted(shape, decimals, [], seed);
          const made = untrained(encoder, new Random(seed));
          expect(made.every((v) => v >= min && v <= max)).toBe(true);
          const point = (end: number) => {
            const at = encoder.modes[0]!.means.indexOf(end);
            return at >= 0 && encoder.modes[0]!.stds[at] === 0;
          };
          for (const end of [min, max])
            if (!point(end))
              expect(shareOn(made, end, decimals)).toBeLessThanOrEqual(shareOn(values, end, decimals) + 0.01);
        },
      ),
      { numRuns: 16, seed: 11 },
    );
  });

  it("leave the values of spikes to the spikes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { encoder, values, min, max } = fitted("uniform", 0, [-1, 9e9], seed);
        const column = encoder.columns[0] as { min: number; max: number };
        expect(column.min < min && column.max > max).toBe(true);
        const made = untrained(encoder, new Random(seed));
        for (const v of made)
          expect((v >= min && v <= max) || v < (column.min + min) / 2 || v > (column.max + max) / 2).toBe(
            true,
          );
        for (const end of [min, max])
          expect(shareOn(made, end, 0)).toBeLessThanOrEqual(shareOn(values, end, 0) + 0.01);
      }),
      { numRuns: 5, seed: 12 },
    );
  });

  it("keep the rows that the data have on them", () => {
    const { encoder, values, min, max } = fitted("endsInData", null, [], 4);
    const table = makeTable([{ kind: "number", name: "x", values }]);
    const { alphas, codes } = encoder.encode(table, new Random(1));
    const wide = decoded(encoder, { alphas: alphas.map((a) => 1.1 * a), codes });
    for (const end of [min, max])
      expect(Math.abs(shareOn(wide, end, null) - shareOn(values, end, null))).toBeLessThanOrEqual(0.01);
  });

  it("are not known to the encoder of an older model, whose values stay as they were", () => {
    const { encoder, min } = fitted("logNormal", 2, [], 5);
    const state = savedEncoderSchema.parse(JSON.parse(JSON.stringify(encoder.save())));
    const codes = Int32Array.from(encoder.modes[0]!.means.keys());
    const rows = { alphas: new Float32Array(codes.length).fill(-1), codes };
    expect(decoded(loadEncoder(state), rows)).toEqual(decoded(encoder, rows));
    const { endShares: _, scales: __, ...older } = state;
    const { means, stds } = encoder.modes[0]!;
    const before = decoded(loadEncoder(older), rows);
    for (const [k, v] of before.entries()) expect(v).toBeCloseTo(means[k]! - 4 * stds[k]!, 6);
    expect(Math.min(...before)).toBeLessThan(min);
  });
});
