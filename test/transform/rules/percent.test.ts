import "../../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseConfig } from "../../../src/config/parseConfig.ts";
import { resolveColumns } from "../../../src/config/resolveColumns.ts";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import { profileTable } from "../../../src/table/profile/profileTable.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { detectRules } from "../../../src/transform/rules/detect/detectRules.ts";
import { judgeRule } from "../../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../../src/transform/rules/judge/ruleView.ts";
import { readText } from "../../table/files.ts";

it("an amount that is a percentage of another is found whichever way the rate is written, and kept", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("%", " %"),
      fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 4 }),
      fc.array(fc.integer({ min: 100, max: 900_000 }), { minLength: 300, maxLength: 300 }),
      async (sign, rates, cents) => {
        const lines = cents.map((net, i) => {
          const rate = rates[(i * 7 + net) % rates.length]!;
          return `${(net / 100).toFixed(2)};${rate}${sign};${(Math.floor((net * rate) / 100 + 0.5) / 100).toFixed(2)}`;
        });
        const loaded = await readText(`net;rate;vat\n${lines.join("\n")}\n`);
        const config = parseConfig('{ "source": { "path": "a.csv" } }', "c").config!;
        const specs = resolveColumns(config, profileTable(loaded));
        const found = await detectRules(loaded.table, specs, { seed: 1 });
        const rule = found.find((one) =>
          /round\((net \* rate|rate \* net) \/ 100, 2\)/.test(describeRule(one.rule)),
        )?.rule;
        expect(rule, found.map((one) => describeRule(one.rule)).join("; ")).toBeDefined();
        const { data, restore } = prepare(loaded.table, specs, { seed: 2, rules: [rule!] });
        const made = restoreBatch(restore, data.table, { firstRow: 0, seed: 2 });
        expect(
          judgeRule(
            rule!,
            viewTable(made, () => 2),
          ).broken,
        ).toHaveLength(0);
      },
    ),
    { numRuns: 8 },
  );
});
