import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findColumn, makeTable, type NumberColumn } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { columnSpec } from "../columnSpecs.ts";
import { type RuledTable, ruledTables, typed } from "./ruledTables.ts";

/** What each row of a written sum is, beside the column it stands for. */
function sumsBeside({ table, specs, rules }: RuledTable) {
  const { data } = prepare(
    table,
    specs.map((spec) => ({ ...spec, minCategoryCount: 1 })),
    { seed: 1, rules },
  );
  return (data.written ?? []).map(({ name, terms, isProduct }) => {
    const own = findColumn(table, name) as NumberColumn;
    const parts = terms.map(([column, factor]) => ({
      factor,
      values: (findColumn(data.table, column) as NumberColumn).values,
    }));
    const sum = Float64Array.from(own.values, (_, i) =>
      parts.reduce(
        (all, { factor, values }) => all + factor * (isProduct ? Math.log(Math.abs(values[i]!)) : values[i]!),
        0,
      ),
    );
    return { name, isProduct, own: own.values, sum };
  });
}

describe("sums that rules restore", () => {
  it("are what the written column is, up to a constant", () => {
    let found = 0;
    fc.assert(
      fc.property(ruledTables, (given) => {
        for (const { isProduct, own, sum } of sumsBeside(given)) {
          if (isProduct) continue;
          found++;
          const apart = [...own].flatMap((x, i) =>
            Number.isNaN(x) || Number.isNaN(sum[i]!) ? [] : [Math.round(1e6 * (sum[i]! - x))],
          );
          // values beyond a protected range were moved to its end, and what is bounded by them with them
          expect(
            apart.filter((x) => x === apart.toSorted((a, b) => a - b)[apart.length >> 1]).length,
          ).toBeGreaterThanOrEqual(0.9 * apart.length);
        }
      }),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(50);
  });

  it("see a price times a quantity less a discount as a product", () => {
    const rows = 200;
    const price = Float64Array.from({ length: rows }, (_, i) => 2 + (i % 17) / 4);
    const quantity = Float64Array.from({ length: rows }, (_, i) => 1 + (i % 7));
    const total = price.map((x, i) => Math.round(100 * x * quantity[i]!) / 100);
    const columns = [
      { kind: "number", name: "price", values: price },
      { kind: "number", name: "quantity", values: quantity },
      { kind: "number", name: "total", values: total },
    ] as const;
    const specs = columns.map(({ name }) =>
      columnSpec(name, "numerical", { decimals: 2, format: { physical: "decimal", decimals: 2 } }),
    );
    const [one, ...more] = sumsBeside({
      table: makeTable([...columns]),
      specs,
      rules: typed(["total = round(price * quantity, 2)"], specs),
      products: new Set(["total"]),
    });
    expect(more).toEqual([]);
    expect(one).toMatchObject({ name: "total", isProduct: true });
    one!.own.forEach((x, i) => {
      expect(Math.exp(one!.sum[i]!)).toBeCloseTo(x, 1);
    });
  });
});
