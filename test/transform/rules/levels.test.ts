import "../../fixedSeeds.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { makeTable, type NumberColumn, type Table, takeColumn } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { columnSpec } from "../columnSpecs.ts";
import { typed } from "./ruledTables.ts";

const rows = 800;
const k = 5;

/** Policies with limits, courses with places: a number of few levels that a measured one stays below, or that a sum of two is. */
const kinds = fc.record({
  seed: fc.nat(1e6),
  levels: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 3, maxLength: 6 }),
  unit: fc.constantFrom(1, 10, 250),
  rule: fc.constantFrom("used <= level", "level >= used + rest", "level = used + rest", "used + 1 <= level"),
  levelFirst: fc.boolean(),
});

const integer = { physical: "integer", decimals: 0 } as const;

function leveledTable({
  seed,
  levels,
  unit,
  rule,
  levelFirst,
}: typeof kinds extends fc.Arbitrary<infer T> ? T : never) {
  const random = new Random(seed);
  const own = levels.map((level) => (level + 1) * unit);
  const level = Float64Array.from({ length: rows }, () => own[random.below(own.length)]!);
  const used = level.map((most) => Math.floor(random.uniform() ** 2 * most));
  const rest = level.map((most, i) =>
    rule === "level = used + rest" ? most - used[i]! : Math.floor((most - used[i]!) / 2),
  );
  // held by fewer than k rows: never written
  level[0] = rule === "level = used + rest" ? level[0]! : 100 * unit;
  const named: [string, Float64Array][] = [
    ["used", used],
    ["rest", rest],
  ];
  named.splice(levelFirst ? 0 : 2, 0, ["level", level]);
  const columns = named.map(([name, values]): NumberColumn => ({ kind: "number", name, values }));
  const specs = named.map(([name]) =>
    columnSpec(name, name === "level" ? "categorical" : "numerical", {
      decimals: 0,
      format: integer,
      minCategoryCount: k,
    }),
  );
  return { table: makeTable(columns), specs, rules: typed([rule], specs), own };
}

const valuesOf = (table: Table, name: string) =>
  (table.columns.find((column) => column.name === name) as NumberColumn).values;

describe("a number of few levels in a rule", () => {
  it("has no other value, in its shares, in a model that knows single columns only", () => {
    fc.assert(
      fc.property(kinds, fc.nat(1000), (kind, shuffle) => {
        const { table, specs, rules, own } = leveledTable(kind);
        const { data, restore } = prepare(table, specs, { seed: 1, rules });
        const random = new Random(shuffle);
        const columns = data.table.columns.map((column) => takeColumn(column, random.permutation(rows)));
        const made = restoreBatch(restore, { rows, columns }, { firstRow: 0, seed: 1 });
        const [level, used, rest] = ["level", "used", "rest"].map((name) => valuesOf(made, name)) as [
          Float64Array,
          Float64Array,
          Float64Array,
        ];
        const keeps = {
          "used <= level": (i: number) => used[i]! <= level[i]!,
          "used + 1 <= level": (i: number) => used[i]! + 1 <= level[i]!,
          "level = used + rest": (i: number) => used[i]! + rest[i]! === level[i],
          "level >= used + rest": (i: number) => used[i]! + rest[i]! <= level[i]!,
        }[kind.rule]!;
        expect([...level.keys()].filter((i) => !keeps(i) || !own.includes(level[i]!))).toEqual([]);
        const share = (values: Float64Array, one: number) =>
          values.filter((value) => value === one).length / rows;
        for (const one of own)
          expect(Math.abs(share(level, one) - share(valuesOf(table, "level"), one))).toBeLessThan(0.02);
      }),
      { numRuns: 25 },
    );
  });
});
