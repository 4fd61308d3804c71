import "../../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { findColumn, missingMask, takeColumn } from "../../../src/table/table.ts";
import { conditionsAfter, toModelConditions } from "../../../src/transform/conditions.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { combinationsOf, judgeRule } from "../../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../../src/transform/rules/judge/ruleView.ts";
import { makeRowFilter } from "../../../src/transform/rules/rowFilter.ts";
import { toModelTable } from "../../../src/transform/toModelTable.ts";
import { linkedCombinations, patternShares } from "./overlaps.ts";
import { sharesMoved } from "./shares.ts";

const rows = 3000;

it("combinations that share a column keep the shares of values and of gaps, rare as most combinations with a gap are", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.constantFrom(0, 0.05, 0.15), (seed, gaps) => {
      const { table, specs, rules } = linkedCombinations(rows, seed, gaps);
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
      const real = patternShares(table);
      for (const [pattern, share] of patternShares(made))
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
