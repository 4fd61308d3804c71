import "../../fixedSeeds.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ColumnSpec } from "../../../src/config/columnSpec.ts";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import { ksStatistic } from "../../../src/numerics/kolmogorovSmirnov.ts";
import { Random } from "../../../src/numerics/random.ts";
import {
  findColumn,
  makeTable,
  type NumberColumn,
  type Table,
  takeColumn,
} from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { detectRules } from "../../../src/transform/rules/detect/detectRules.ts";
import { roundAs } from "../../../src/transform/rules/judge/evaluate.ts";
import { judgeRule } from "../../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../../src/transform/rules/judge/ruleView.ts";
import { columnSpec } from "../columnSpecs.ts";
import { typed } from "./ruledTables.ts";

const rows = 1500;
const seed = 3;

interface RatioTable {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
  readonly rule: string;
}

const kinds = fc.record({
  seed: fc.nat(1e6),
  sizes: fc.integer({ min: 1, max: 2 }),
  digits: fc.integer({ min: 0, max: 2 }),
  gaps: fc.constantFrom(0, 0.04),
  spread: fc.double({ min: 0.1, max: 0.3, noNaN: true }),
});
type RatioKind = typeof kinds extends fc.Arbitrary<infer T> ? T : never;

/** Something per one or two others: the more of these, the more of it, so that only the ratio is independent of them. */
function ratioTable({ seed: own, sizes, digits, gaps, spread }: RatioKind): RatioTable {
  const random = new Random(own);
  const fill = (value: (row: number) => number) => Float64Array.from({ length: rows }, (_, i) => value(i));
  const others = Array.from({ length: sizes }, () => fill(() => 20 + random.below(280)));
  const size = (i: number) => others.reduce((product, values) => product * values[i]!, 1);
  const unit = 10 ** (2 - digits);
  const amount = fill((i) => Math.round(size(i) * unit * 30 * Math.exp(spread * random.normal())));
  const ratio = fill((i) => roundAs("round", amount[i]! / size(i), digits));
  const named: [string, Float64Array, number][] = [
    ["ratio", ratio, digits],
    ["amount", amount, 0],
    ...others.map((values, i): [string, Float64Array, number] => [`size${i}`, values, 0]),
  ];
  const order = Array.from(random.permutation(named.length), (i) => named[i]!);
  const withGaps = (values: Float64Array) => values.map((v) => (random.uniform() < gaps ? Number.NaN : v));
  const columns = order.map(
    ([name, values]) => ({ kind: "number", name, values: withGaps(values) }) as const,
  );
  return {
    table: makeTable(columns),
    specs: order.map(([name, , decimals]) => columnSpec(name, "numerical", { decimals })),
    rule: `ratio = round(amount / ${sizes === 1 ? "size0" : "(size0 * size1)"}, ${digits})`,
  };
}

const numbers = (table: Table, name: string) =>
  (findColumn(table, name) as NumberColumn).values.filter((value) => !Number.isNaN(value)).sort();

describe("a number per others that it grows with", () => {
  it("keeps its distribution, and the rule, in a model that knows single columns only", () => {
    fc.assert(
      fc.property(kinds, fc.nat(1000), (kind, shuffle) => {
        const { table, specs, rule } = ratioTable(kind);
        const { data, restore } = prepare(table, specs, { seed, rules: typed([rule], specs) });
        const random = new Random(shuffle);
        const columns = data.table.columns.map((column) => takeColumn(column, random.permutation(rows)));
        const made = restoreBatch(restore, { rows, columns }, { firstRow: 0, seed });
        const decimals = (name: string) => specs.find((spec) => spec.name === name)!.decimals;
        expect(judgeRule(typed([rule], specs)[0]!, viewTable(made, decimals)).broken.length).toBe(0);
        const distance = ksStatistic(numbers(table, "ratio"), numbers(made, "ratio"));
        expect([rule, distance < 0.06, distance]).toEqual([rule, true, distance]);
      }),
      { numRuns: 12 },
    );
  });

  it("is restored as it was", () => {
    fc.assert(
      fc.property(kinds, (kind) => {
        const { table, specs, rule } = ratioTable(kind);
        const wide = specs.map((spec) => ({ ...spec, min: 0.001, max: 1e12 }));
        const { data, restore } = prepare(table, wide, { seed, rules: typed([rule], wide) });
        const back = restoreBatch(restore, data.table, { firstRow: 0, seed });
        const whole = Array.from({ length: rows }, (_, i) => i).filter((i) =>
          table.columns.every((column) => column.kind === "number" && !Number.isNaN(column.values[i]!)),
        );
        for (const column of table.columns) {
          const other = findColumn(back, column.name) as NumberColumn;
          const own = (column as NumberColumn).values;
          expect(whole.map((i) => other.values[i])).toEqual(whole.map((i) => own[i]));
        }
      }),
      { numRuns: 12 },
    );
  });

  it("is the column that a found rule computes, though the others follow from it within what they round", async () => {
    await fc.assert(
      fc.asyncProperty(kinds, async (kind) => {
        const { table, specs } = ratioTable(kind);
        const found = await detectRules(table, specs, { seed: 1 });
        const computed = found.flatMap(({ rule }) => describeRule(rule).split(" = ")[0]!);
        expect([kind, computed]).toEqual([kind, ["ratio"]]);
      }),
      { numRuns: 6 },
    );
  });
});
