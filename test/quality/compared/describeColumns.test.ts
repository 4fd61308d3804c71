import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeColumns } from "../../../src/quality/compared/describeColumns.ts";
import { protectedRange } from "../../../src/table/protection/protectedRange.ts";
import type { Column } from "../../../src/table/table.ts";

const describeOne = (
  sdtype: "numerical" | "datetime" | "categorical" | "text",
  real: Column,
  synthetic: Column,
) => {
  const rows = (c: Column) => (c.kind === "string" ? c.codes.length : c.values.length);
  return describeColumns({
    real: { rows: rows(real), columns: [real] },
    synthetic: { rows: rows(synthetic), columns: [synthetic] },
    holdout: null,
    columns: [{ name: real.name, sdtype, role: "feature" }],
  })[0]!;
};
const numbers = (values: readonly number[]): Column => ({
  kind: "number",
  name: "x",
  values: Float64Array.from(values),
});
const dates = (values: readonly number[]): Column => ({
  kind: "datetime",
  name: "x",
  values: Float64Array.from(values),
});
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe("describeColumns", () => {
  it("bins numbers at round edges that cover what may be told of the real values; bins of few rows are empty", () => {
    const values = fc.array(fc.double({ min: -1e5, max: 1e5, noNaN: true }), {
      minLength: 1,
      maxLength: 120,
    });
    fc.assert(
      fc.property(values, values, (real, synthetic) => {
        const { marginal } = describeOne("numerical", numbers(real), numbers([...synthetic, Number.NaN]));
        const edges = marginal!.edges!;
        expect(edges.length).toBe(marginal!.real.length + 1);
        const told = protectedRange(Float64Array.from(real), { k: 2 });
        expect(edges[0]).toBeLessThanOrEqual(told?.min ?? Number.POSITIVE_INFINITY);
        expect(edges.at(-1)).toBeGreaterThanOrEqual(told?.max ?? Number.NEGATIVE_INFINITY);
        expect(edges.length).toBeLessThanOrEqual(60);
        for (let i = 1; i < edges.length; i++) expect(edges[i]).toBeGreaterThan(edges[i - 1]!);
        for (const share of marginal!.real) expect(share === 0 || share * real.length > 4.99).toBe(true);
        expect(sum(marginal!.real)).toBeLessThan(1 + 1e-9);
        expect(sum(marginal!.synthetic)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("does not write a real extreme into the report", () => {
    const { marginal } = describeOne("numerical", numbers([13.37, 42.42, 98.76]), numbers([20, 30]));
    expect(marginal!.edges).not.toContain(13.37);
    expect(marginal!.edges).not.toContain(98.76);
    expect(marginal!.edges!.every((e) => Number.isInteger(e))).toBe(true);
  });

  it("steps through time in days, not in powers of ten", () => {
    const day = 86_400_000;
    const { marginal } = describeOne("datetime", dates([0, 20 * day]), dates([5 * day]));
    const [a, b] = marginal!.edges!;
    expect((b! - a!) % day).toBe(0);
  });

  it("hides rare categories, and has nothing for ids and text", () => {
    const codes = [...Array<number>(9).fill(0), ...Array<number>(6).fill(1), 2, 3, -1];
    const column: Column = {
      kind: "string",
      name: "x",
      codes: Int32Array.from(codes),
      dictionary: ["b", "a", "rare", "rarer"],
    };
    const { marginal, missing } = describeOne("categorical", column, column);
    expect(marginal!.labels).toEqual(["b", "a", "(other)"]);
    expect(marginal!.real.map((p) => Math.round(p * 17))).toEqual([9, 6, 2]);
    expect(missing.real).toBeCloseTo(1 / 18);
    expect(describeOne("text", column, column).marginal).toBeNull();
  });

  it("has no marginal without values, and the synthetic one alone when the real side is empty", () => {
    const none = numbers([Number.NaN]);
    expect(describeOne("numerical", none, none).marginal).toBeNull();
    const { marginal, missing } = describeOne("numerical", none, numbers([3]));
    expect(sum(marginal!.real)).toBe(0);
    expect(sum(marginal!.synthetic)).toBe(1);
    expect(missing).toEqual({ real: 1, synthetic: 0, holdout: null });
  });
});
