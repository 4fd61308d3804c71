import "../../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import {
  type Column,
  findColumn,
  makeTable,
  missingMask,
  type Table,
  takeColumn,
} from "../../../src/table/table.ts";
import { conditionsAfter, toModelConditions } from "../../../src/transform/conditions.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { combinationsOf, judgeRule } from "../../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../../src/transform/rules/judge/ruleView.ts";
import { makeRowFilter } from "../../../src/transform/rules/rowFilter.ts";
import { toModelTable } from "../../../src/transform/toModelTable.ts";
import { columnSpec } from "../columnSpecs.ts";
import { typed } from "./ruledTables.ts";
import { sharesMoved } from "./shares.ts";

const rows = 3000;
const names = ["country", "currency", "office"];
const specs = names.map((name) => columnSpec(name, "categorical", { minCategoryCount: 5 }));

/** Two rules share `currency`; each column has gaps of its own. */
function tableOf(seed: number, gaps: number): Table {
  const random = new Random(seed);
  const countries = Array.from({ length: rows }, () => Math.floor(24 * random.uniform() ** 2));
  const cells = [
    countries.map((c) => `country ${c}`),
    countries.map((c) => `currency ${Math.floor(c / 2) + random.below(2)}`),
    countries.map((c) => `office ${Math.floor(c / 3)}`),
  ];
  return makeTable(
    cells.map((texts, k): Column => {
      const dictionary = [...new Set(texts)];
      const codes = Int32Array.from(texts, (text) =>
        random.uniform() < gaps ? -1 : dictionary.indexOf(text),
      );
      return { kind: "string", name: names[k]!, codes, dictionary };
    }),
  );
}

function patterns(table: Table): Map<string, number> {
  const masks = names.map((name) => missingMask(findColumn(table, name)!));
  const shares = new Map<string, number>();
  for (let i = 0; i < table.rows; i++) {
    const pattern = masks.map((mask) => mask[i]).join("");
    shares.set(pattern, (shares.get(pattern) ?? 0) + 1 / table.rows);
  }
  return shares;
}

it("combinations that share a column keep the shares of values and of gaps, rare as most combinations with a gap are", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.constantFrom(0, 0.05, 0.15), (seed, gaps) => {
      const table = tableOf(seed, gaps);
      const rules = typed(
        [
          { combinations: ["country", "currency"], repair: false },
          { combinations: ["currency", "office"], repair: false },
        ],
        specs,
      );
      const { data, restore } = prepare(table, specs, { seed: 1, rules });
      const random = new Random(seed);
      const columns = data.table.columns.map((column) => takeColumn(column, random.permutation(rows)));
      const made = restoreBatch(restore, { rows, columns }, { firstRow: 0, seed: 1 });
      expect(makeRowFilter(restore.rules, [])?.(made).rows ?? rows).toBe(rows);
      for (const rule of rules)
        if (rule.kind === "combinations") {
          const seen = combinationsOf(rule.columns, viewTable(table));
          expect(judgeRule(rule, viewTable(made), seen).broken).toHaveLength(0);
        }
      const real = patterns(table);
      for (const [pattern, share] of patterns(made))
        expect(Math.abs(share - (real.get(pattern) ?? 0))).toBeLessThan(0.01);
      for (const column of table.columns)
        expect(sharesMoved(column, findColumn(made, column.name)!)).toBeLessThan(0.035);
      const again = toModelTable(restore, data.columns, table);
      const present = { column: "currency", op: "present" } as const;
      const after = makeRowFilter(restore.rules, conditionsAfter(restore, [present]));
      expect(missingMask(findColumn(after?.(made) ?? made, "currency")!)).not.toContain(1);
      expect(toModelConditions(restore, [{ ...present, op: "in", values: ["currency 1"] }]).length).toBe(
        gaps === 0 ? 1 : 2,
      );
      expect(again.columns.map(({ name }) => name)).toEqual(data.columns.map(({ name }) => name));
    }),
    { numRuns: 6 },
  );
});
