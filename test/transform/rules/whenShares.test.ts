import "../../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import { Random } from "../../../src/numerics/random.ts";
import { findColumn, takeColumn } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { judgeRule } from "../../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../../src/transform/rules/judge/ruleView.ts";
import { makeRowFilter } from "../../../src/transform/rules/rowFilter.ts";
import { sharesMoved } from "./shares.ts";
import { whenTables } from "./whenTables.ts";

it("implications hold in all rows of a model that knows single columns only, and leave their shares as they were", () => {
  fc.assert(
    fc.property(whenTables, fc.nat(1000), ({ table, specs, rules }, shuffle) => {
      const { data, restore } = prepare(table, specs, { seed: 3, rules });
      const random = new Random(shuffle);
      const { rows } = table;
      const columns = data.table.columns.map((column) => takeColumn(column, random.permutation(rows)));
      const restored = restoreBatch(restore, { rows, columns }, { firstRow: 0, seed: 3 });
      const made = makeRowFilter(restore.rules, [])?.(restored) ?? restored;
      for (const rule of rules)
        expect([
          describeRule(rule),
          judgeRule(
            rule,
            viewTable(made, () => 0),
          ).broken.length,
        ]).toEqual([describeRule(rule), 0]);
      expect(made.rows).toBeGreaterThan(0.98 * rows);
      for (const column of table.columns) {
        const moved = sharesMoved(column, findColumn(made, column.name)!);
        expect([column.name, moved < 0.025, moved]).toEqual([column.name, true, moved]);
      }
    }),
    { numRuns: 10 },
  );
});
