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
