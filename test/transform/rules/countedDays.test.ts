import fc from "fast-check";
import { expect, it } from "vitest";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import { Random } from "../../../src/numerics/random.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { detectRules } from "../../../src/transform/rules/detect/detectRules.ts";
import { judgeRule } from "../../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../../src/transform/rules/judge/ruleView.ts";
import { loadCsv } from "../personal/orders.ts";

const dayMs = 86_400_000;
const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

it("finds and keeps days counted with the first one (day 1 of a study, days of a leave) or without both ends", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(["+ 1", 1] as const, ["- 1", -1] as const, ["+ 2", 2] as const),
      fc.integer({ min: 1, max: 1000 }),
      async ([text, more], seed) => {
        const random = new Random(seed);
        const lines = Array.from({ length: 600 }, () => {
          const [start, days] = [19_000 + random.below(900), 2 + Math.floor(60 * random.uniform() ** 2)];
          return [dateOf(start), dateOf(start + days), days + more, random.below(5)].join();
        });
        const { loaded, specs } = await loadCsv(`first,last,days,kind\n${lines.join("\n")}\n`);
        const found = await detectRules(loaded.table, specs, { seed: 1 });
        const own = found.find(({ rule }) => describeRule(rule) === `days = last - first ${text}`);
        expect(own).toBeDefined();
        const { data, restore } = prepare(loaded.table, specs, { seed: 1, rules: [own!.rule] });
        const made = restoreBatch(restore, data.table, { firstRow: 0, seed: 1 });
        const judged = judgeRule(own!.rule, viewTable(made));
        expect(judged.applies).toBe(600);
        expect(judged.broken.length).toBe(0);
      },
    ),
    { numRuns: 5 },
  );
});
