import "../../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ColumnSpec } from "../../../src/config/columnSpec.ts";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import { Random } from "../../../src/numerics/random.ts";
import { type StringColumn, type Table, takeColumn } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { detectRules } from "../../../src/transform/rules/detect/detectRules.ts";
import { judgeRule } from "../../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../../src/transform/rules/judge/ruleView.ts";
import { makeRowFilter } from "../../../src/transform/rules/rowFilter.ts";
import { columnSpec } from "../columnSpecs.ts";
import { typed } from "./ruledTables.ts";
import { sharesMoved } from "./shares.ts";

const rows = 120;

function textColumn(name: string, cells: readonly string[]): StringColumn {
  const dictionary = [...new Set(cells)];
  const codes = Int32Array.from(cells, (cell) => dictionary.indexOf(cell));
  return { kind: "string", name, dictionary, codes };
}

/** Columns a and b are free, c and d copies of a, e joins a and b, f joins e and a. */
const table: Table = (() => {
  const random = new Random(1);
  const words = ["red", "green", "blue"];
  const a = Array.from({ length: rows }, () => words[random.below(3)]!);
  const b = Array.from({ length: rows }, () => `${random.below(4)} kg`);
  const e = a.map((text, i) => `${text}, ${b[i]!}`);
  const texts = { a, b, c: a, d: a, e, f: e.map((text, i) => `${text}/${a[i]!}`) };
  return { rows, columns: Object.entries(texts).map(([name, cells]) => textColumn(name, cells)) };
})();

function cells({ columns }: Table): (readonly [string, (string | undefined)[]])[] {
  return columns.map((column) => {
    const { name, codes, dictionary } = column as StringColumn;
    return [name, Array.from(codes, (code) => dictionary[code])];
  });
}

const specs: ColumnSpec[] = table.columns.map(({ name }) => columnSpec(name, "categorical"));

/** Each holds in the table; together they compute columns twice and in circles. */
const holding = [
  "a = c",
  "c = a",
  "d = a",
  "c = d",
  "a = concat(d)",
  "d = concat(c)",
  'e = concat(a, ", ", b)',
  'e = concat(d, ", ", b)',
  'f = concat(e, "/", a)',
  'f = concat(c, ", ", b, "/", d)',
];

it("texts that rules compute from each other, in any order and in circles, are restored and kept", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(holding, { minLength: 1 }), fc.nat(1000), (texts, shuffle) => {
      const rules = typed(texts, specs);
      const { data, restore } = prepare(table, specs, { seed: 3, rules });
      expect(cells(restoreBatch(restore, data.table, { firstRow: 0, seed: 3 }))).toEqual(cells(table));
      const random = new Random(shuffle);
      const columns = data.table.columns.map((column) => takeColumn(column, random.permutation(rows)));
      const restored = restoreBatch(restore, { rows, columns }, { firstRow: 0, seed: 3 });
      const kept = makeRowFilter(restore.rules, [])?.(restored) ?? restored;
      const view = viewTable(kept, () => null);
      expect(rules.filter((rule) => judgeRule(rule, view).broken.length > 0).map(describeRule)).toEqual([]);
    }),
  );
});

it("equal texts are found as copies, once a column", async () => {
  const found = await detectRules(table, specs, { seed: 1 });
  const copies = found.map(({ rule }) => describeRule(rule)).filter((text) => /^[acd] = /.test(text));
  expect(copies).toEqual(["c = a", "d = a"]);
});

it("texts joined from others keep which cells are missing, and their shares", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0.03, 0.2), (seed, share) => {
      const random = new Random(seed);
      const count = 3000;
      const make = (list: readonly string[]) =>
        Array.from({ length: count }, () => list[Math.floor(list.length * random.uniform() ** 2)]!);
      const [first, last] = [make(["Ada", "Ben", "Cleo", "Dan"]), make(["Abel", "Bauer", "Clark"])];
      const full = first.map((name, i) => `${name} ${last[i]!}`);
      const columns = Object.entries({ first, last, full }).map(([name, texts]) => {
        const column = textColumn(name, texts);
        return { ...column, codes: column.codes.map((code) => (random.uniform() < share ? -1 : code)) };
      });
      const real: Table = { rows: count, columns };
      const own = columns.map(({ name }) => columnSpec(name, "categorical", { minCategoryCount: 5 }));
      const rules = typed(['full = concat(first, " ", last)'], own);
      const { data, restore } = prepare(real, own, { seed: 3, rules });
      const made = restoreBatch(restore, data.table, { firstRow: 0, seed: 3 });
      expect(
        rules.filter(
          (rule) =>
            judgeRule(
              rule,
              viewTable(made, () => null),
            ).broken.length > 0,
        ),
      ).toEqual([]);
      for (const [at, column] of made.columns.entries())
        expect(sharesMoved(columns[at]!, column)).toBeLessThan(0.02);
      const [before, after] = [gaps(real), gaps(made)];
      for (const pattern of new Set([...before.keys(), ...after.keys()]))
        expect(Math.abs((before.get(pattern) ?? 0) - (after.get(pattern) ?? 0))).toBeLessThan(0.01);
    }),
    { numRuns: 4, seed: 51 },
  );
});

/** Share of the rows with each pattern of missing cells. */
function gaps({ rows: count, columns }: Table): Map<string, number> {
  const out = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const pattern = columns.map((column) => ((column as StringColumn).codes[i]! < 0 ? "0" : "1")).join("");
    out.set(pattern, (out.get(pattern) ?? 0) + 1 / count);
  }
  return out;
}
