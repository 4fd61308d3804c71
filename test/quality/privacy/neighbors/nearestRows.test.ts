import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeBreathe } from "../../../../src/numerics/breathe.ts";
import { findNearestRows, tieTolerance } from "../../../../src/quality/privacy/neighbors/nearestRows.ts";
import { nearestWithoutEach } from "../../../../src/quality/privacy/neighbors/nearestWithoutEach.ts";
import { makeRowSpace, type RowMatrix } from "../../../../src/quality/privacy/neighbors/rowSpace.ts";
import { buildRowTree } from "../../../../src/quality/privacy/neighbors/rowTree.ts";
import { makeTable } from "../../../../src/table/table.ts";
import { loadGolden, numberColumn, slice, textColumn } from "../tables.ts";

const breathe = () => makeBreathe(new AbortController().signal);

describe("distance to the closest record", () => {
  for (const name of ["adult", "penguins"] as const)
    it(`equals SDMetrics on ${name}`, async () => {
      const { real, synthetic, dcr } = loadGolden(name);
      const training = slice(real, 0, 1000);
      const space = makeRowSpace(
        training,
        real.columns.map((c) => c.name),
      );
      const { distance } = await findNearestRows(
        buildRowTree(space.encode(training)),
        space.encode(slice(synthetic, 0, 200)),
        {},
        breathe(),
      );
      expect(dcr.length).toBe(200);
      dcr.forEach((expected, i) => {
        expect(distance[i]! / real.columns.length).toBeCloseTo(expected, 12);
      });
    });
});

describe("row distance", () => {
  const dictionary: string[] = [];
  const training = makeTable([
    numberColumn("n", [0, 10, NaN, 5]),
    numberColumn("same", [3, 3, 3, 3]),
    textColumn("c", ["a", "b", "a", ""], dictionary),
  ]);
  const space = makeRowSpace(training, ["n", "same", "c"]);
  const distances = (n: number, same: number, c: string) => {
    const query = makeTable([
      numberColumn("n", [n]),
      numberColumn("same", [same]),
      textColumn("c", [c], dictionary),
    ]);
    return pairDistances(space.encode(query), space.encode(training))[0];
  };

  it("counts numbers by the training range and caps them at 1", () => {
    expect(distances(5, 3, "a")).toEqual([0.5, 1.5, 1, 1]);
    expect(distances(1e12, 3, "a")).toEqual([1, 2, 1, 2]);
  });

  it("counts one missing side as 1 and two as 0", () => {
    expect(distances(NaN, 3, "")).toEqual([2, 2, 1, 1]);
  });

  it("counts a different value of a constant column as 1, and an unseen category", () => {
    expect(distances(0, 4, "a")).toEqual([1, 3, 2, 2.5]);
    expect(distances(0, 3, "new")).toEqual([1, 2, 2, 1.5]);
  });
});

describe("findNearestRows", () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constant(1e7),
  );
  const matrices = fc
    .record({
      d: fc.integer({ min: 1, max: 6 }),
      n: fc.integer({ min: 1, max: 120 }),
      q: fc.integer({ min: 1, max: 20 }),
    })
    .chain(({ d, n, q }) =>
      fc.tuple(
        fc.array(value, { minLength: n * d, maxLength: n * d }),
        fc.array(value, { minLength: q * d, maxLength: q * d }),
        fc.uniqueArray(fc.integer({ min: 0, max: d - 1 }), { minLength: 1 }),
        fc.constant(d),
      ),
    );

  it("agrees with comparing every pair, on all columns or some", async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async ([points, asked, some, d]) => {
        const data = withCodes(matrix(points, d));
        const queries = withCodes(matrix(asked, d));
        const tree = buildRowTree(data);
        for (const columns of [undefined, Int32Array.from(some)]) {
          const all = pairDistances(queries, data, columns);
          const radius = Float64Array.from(all, (row) => row[0]!);
          const found = await findNearestRows(
            tree,
            queries,
            { columns, second: true, ties: true, radius },
            breathe(),
          );
          all.forEach((row, i) => {
            const sorted = row.slice().sort((a, b) => a - b);
            expect(found.distance[i]).toBe(sorted[0]);
            expect(found.index[i]).toBe(row.indexOf(sorted[0]!));
            expect(found.second![i]).toBe(sorted[1] ?? Infinity);
            expect(found.ties![i]).toBe(row.filter((x) => x <= sorted[0]! + tieTolerance).length);
            expect(found.nearer![i]).toBe(row.filter((x) => x < radius[i]! - tieTolerance).length);
            expect(found.asNear![i]).toBe(row.filter((x) => Math.abs(x - radius[i]!) <= tieTolerance).length);
          });
        }
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it("agrees with leaving columns out one by one", async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async ([points, asked, some, d]) => {
        const data = withCodes(matrix(points, d));
        const queries = withCodes(matrix(asked, d));
        const found = await nearestWithoutEach(buildRowTree(data), queries, Int32Array.from(some), breathe());
        some.forEach((left, s) => {
          const others = Int32Array.from({ length: d }, (_, c) => c).filter((c) => c !== left);
          pairDistances(queries, data, others).forEach((row, i) => {
            const nearest = Math.min(...row);
            expect(found[s]![i]).toBe(row.indexOf(nearest));
          });
        });
      }),
      { numRuns: 100, seed: 12 },
    );
  });

  it("is exact among many equal rows", async () => {
    const data = matrix(
      Array.from({ length: 400 }, (_, i) => (i < 300 ? 1 : i % 7)),
      1,
    );
    const { distance, index, second, ties } = await findNearestRows(
      buildRowTree(data),
      matrix([1, 0.4], 1),
      { second: true, ties: true },
      breathe(),
    );
    expect([...distance]).toEqual([0, 0.4]);
    expect([...second!]).toEqual([0, 0.4]);
    expect(index[0]).toBe(0);
    expect(ties![0]).toBe(
      300 + Array.from({ length: 100 }, (_, i) => (i + 300) % 7).filter((v) => v === 1).length,
    );
  });

  it("answers Infinity when there is nothing to find", async () => {
    const { distance } = await findNearestRows(buildRowTree(matrix([], 2)), matrix([0, 0], 2), {}, breathe());
    expect(distance[0]).toBe(Infinity);
  });
});

function matrix(values: readonly number[], d: number): RowMatrix {
  return { rows: values.length / d, columns: d, values: Float64Array.from(values) };
}

/** Every other column made whole codes, up to beyond what four bits hold. */
function withCodes({ rows, columns, values }: RowMatrix): RowMatrix {
  const coded = Array.from({ length: columns }, (_, c) => c).filter((c) => c % 2 === 0);
  return {
    rows,
    columns,
    values: values.map((v, i) => ((i % columns) % 2 === 0 ? Math.round(v * 9) - 1 : v)),
    coded,
  };
}

function pairDistances(queries: RowMatrix, data: RowMatrix, columns?: Int32Array): number[][] {
  const active = columns ?? Int32Array.from({ length: data.columns }, (_, c) => c);
  return Array.from({ length: queries.rows }, (_, i) =>
    Array.from({ length: data.rows }, (_, j) => {
      let sum = 0;
      for (const c of active)
        sum += Math.min(
          1,
          Math.abs(queries.values[i * data.columns + c]! - data.values[j * data.columns + c]!),
        );
      return sum;
    }),
  );
}
