import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitize, equalWidthEdges, openEnds } from "../../../src/quality/fidelity/equalWidthBins.ts";
import { applyBins, fitCategoryBins, fitNumericBins } from "../../../src/quality/fidelity/frequencyBins.ts";

describe("equal-width bins", () => {
  it("cut as NumPy does: the maximum and missing values fall beyond the last edge", () => {
    const values = Float64Array.of(0, 0.99, 1, 9.99, 10, Number.NaN, -1, 11);
    expect([...digitize(values, equalWidthEdges(Float64Array.of(0, 10))).codes]).toEqual([
      1, 1, 2, 10, 11, 11, 0, 11,
    ]);
    expect([...digitize(values, openEnds(equalWidthEdges(Float64Array.of(0, 10)))).codes]).toEqual([
      1, 1, 2, 10, 10, 11, 1, 10,
    ]);
  });

  it("widens a constant column and gives an empty one the unit interval", () => {
    const constant = equalWidthEdges(Float64Array.of(5, 5));
    expect([constant[0], constant[10]]).toEqual([4.5, 5.5]);
    expect([...equalWidthEdges(Float64Array.of(Number.NaN))].map((e) => Number(e.toFixed(9)))).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
    ]);
  });

  it("is the number of edges at or below the value", () => {
    const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 20 }),
        fc.array(finite, { maxLength: 20 }),
        (fit, values) => {
          const edges = equalWidthEdges(Float64Array.from(fit));
          if (new Set(edges).size < edges.length) return;
          const { codes } = digitize(Float64Array.from(values), edges);
          values.forEach((v, i) => {
            expect(codes[i]).toBe(edges.filter((e) => e <= v).length);
          });
        },
      ),
    );
  });
});

describe("frequency bins", () => {
  it("keeps few values as they are", () => {
    const bins = fitNumericBins(Float64Array.of(1, 1, 2, 5), false);
    expect(bins).toEqual({ kind: "edges", edges: [1, 2, 5, 6] });
    const column = {
      kind: "number",
      name: "x",
      values: Float64Array.of(1, 2, 4, 5, 9, -3, Number.NaN),
    } as const;
    expect([...applyBins(bins, column).codes]).toEqual([0, 1, 1, 2, 2, 0, 3]);
  });

  it("cuts many values into ten bins of about the same size, at round edges", () => {
    const values = Float64Array.from({ length: 1001 }, (_, i) => i + 0.123456);
    const bins = fitNumericBins(values, false);
    expect(bins.kind === "edges" && bins.edges.slice(0, 4)).toEqual([0, 100, 200, 300]);
    const { codes, cardinality } = applyBins(bins, { kind: "number", name: "x", values });
    expect(cardinality).toBe(11);
    for (let bin = 0; bin < 10; bin++) {
      const rows = codes.filter((c) => c === bin).length;
      expect(Math.abs(rows - 100)).toBeLessThanOrEqual(2);
    }
  });

  it("keeps the ten most frequent categories seen five times, missing apart", () => {
    const codes: number[] = [];
    for (let code = 0; code < 15; code++) for (let k = 0; k <= code; k++) codes.push(code);
    codes.push(-1);
    const column = {
      kind: "string",
      name: "x",
      codes: Int32Array.from(codes),
      dictionary: Array.from({ length: 15 }, (_, i) => `v${i}`),
    } as const;
    const bins = fitCategoryBins([column]);
    const coded = applyBins(bins, column);
    expect(coded.cardinality).toBe(12);
    expect(coded.codes.at(-1)).toBe(11);
    const other = codes.indexOf(4);
    expect(coded.codes[other]).toBe(10);
    expect(coded.codes[codes.indexOf(5)]).toBeLessThan(10);
  });

  it("survives a column without values", () => {
    const bins = fitNumericBins(new Float64Array(0), false);
    expect([
      ...applyBins(bins, { kind: "number", name: "x", values: Float64Array.of(Number.NaN, 3) }).codes,
    ]).toEqual([1, 0]);
  });
});
