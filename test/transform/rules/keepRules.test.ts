import "../../fixedSeeds.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import { Random } from "../../../src/numerics/random.ts";
import { type Column, findColumn, type Table, takeColumn } from "../../../src/table/table.ts";
import { type Prepared, prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { judgeRule } from "../../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../../src/transform/rules/judge/ruleView.ts";
import { makeRowFilter } from "../../../src/transform/rules/rowFilter.ts";
import { toModelTable } from "../../../src/transform/toModelTable.ts";
import { overlapCases, overlapTable, patternShares } from "./overlaps.ts";
import { type RuledTable, ruledTables } from "./ruledTables.ts";

const seed = 3;

function prepared({ table, specs, rules }: RuledTable): Prepared | null {
  try {
    return prepare(table, specs, { seed, rules });
  } catch {
    return null;
  }
}

/** Rows of a model that knows nothing but single columns. */
function shuffled({ data }: Prepared, random: Random): Table {
  const columns = data.table.columns.map((column) => takeColumn(column, random.permutation(data.table.rows)));
  return { rows: data.table.rows, columns };
}

function expectKept({ specs, rules }: Pick<RuledTable, "specs" | "rules">, table: Table): void {
  const view = viewTable(table, (name) => specs.find((spec) => spec.name === name)!.decimals);
  for (const rule of rules)
    expect({ rule: describeRule(rule), broken: judgeRule(rule, view).broken.length }).toEqual({
      rule: describeRule(rule),
      broken: 0,
    });
}

const restored = (made: Prepared, batch: Table) => {
  const table = restoreBatch(made.restore, batch, { firstRow: 0, seed });
  return makeRowFilter(made.restore.rules, [])?.(table) ?? table;
};

describe("any sums, orders and products", () => {
  it("are restored as they were", () => {
    fc.assert(
      fc.property(ruledTables, (ruled) => {
        // wide ranges: a value beyond what a missing one may be is moved, as an extreme value is
        const specs = ruled.specs.map((spec) => ({ ...spec, min: -1e5, max: 1e5 }));
        const given = { ...ruled, specs };
        const made = prepared(given);
        if (made === null) return;
        const back = restoreBatch(made.restore, made.data.table, { firstRow: 0, seed });
        expect(back.columns.map(({ name }) => name)).toEqual(given.table.columns.map(({ name }) => name));
        for (const column of given.table.columns) {
          const other = findColumn(back, column.name)!;
          if (column.kind === "string" || other.kind === "string") throw new Error("not a number");
          expect(Array.from(other.values, Number.isNaN)).toEqual(Array.from(column.values, Number.isNaN));
          if (!given.products.has(column.name) && !hasProducts(given))
            expect(Array.from(other.values)).toEqual(Array.from(column.values));
        }
        expectKept(given, restored(made, made.data.table));
      }),
    );
  });

  it("are kept in any row a model may generate", () => {
    fc.assert(
      fc.property(ruledTables, fc.nat(1000), (given, shuffle) => {
        const made = prepared(given);
        if (made !== null) expectKept(given, restored(made, shuffled(made, new Random(shuffle))));
      }),
    );
  });

  it("are the same in a table of the same rows", () => {
    fc.assert(
      fc.property(ruledTables, (given) => {
        const made = prepared(given);
        if (
          made === null ||
          given.table.columns.some((c) => c.kind !== "string" && c.values.some(Number.isNaN))
        )
          return;
        const again = toModelTable(made.restore, made.data.columns, given.table);
        for (const [i, column] of again.columns.entries()) expect(column).toEqual(made.data.table.columns[i]);
      }),
    );
  });
});

/** Rows where a product's source is missing keep the product only about. */
function hasProducts({ products, table }: RuledTable): boolean {
  return products.size > 0 && table.columns.some((c) => c.kind !== "string" && c.values.some(Number.isNaN));
}

describe("rules that share columns", () => {
  for (const name of Object.keys(overlapCases))
    it(name, () => {
      const given = overlapTable(name);
      const made = prepare(given.table, given.specs, { seed, rules: given.rules });
      expect(made.restore.rules!.filters).toEqual([]);
      const rows = restoreBatch(made.restore, shuffled(made, new Random(5)), { firstRow: 0, seed });
      expectKept(given, rows);
      for (const column of given.table.columns) expectAlike(column, findColumn(rows, column.name)!);
      const patterns = patternShares(given.table);
      for (const [pattern, share] of patternShares(rows))
        expect(Math.abs(share - (patterns.get(pattern) ?? 0))).toBeLessThan(0.01);
    });
});

/** Nobody but one in a hundred rows more on either end than in the source, and nothing beyond its ends. */
function expectAlike(real: Column, made: Column): void {
  if (real.kind === "string" || made.kind === "string") throw new Error("not a number");
  const known = real.values.filter((v) => !Number.isNaN(v)).sort();
  const found = made.values.filter((v) => !Number.isNaN(v)).sort();
  expect(found[0]!).toBeGreaterThanOrEqual(known[0]!);
  expect(found.at(-1)!).toBeLessThanOrEqual(known.at(-1)!);
  for (const end of [found[0]!, found.at(-1)!]) {
    const share = (values: Float64Array) => values.filter((v) => v === end).length / values.length;
    expect(share(found)).toBeLessThan(share(known) + 0.02);
  }
}
