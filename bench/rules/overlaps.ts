import { describeRule } from "../../src/config/rules/printRule.ts";
import { combinationsOf, judgeRule } from "../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../src/transform/rules/judge/ruleView.ts";
import {
  linkedCombinations,
  overlapCases,
  overlapTable,
  patternShares,
} from "../../test/transform/rules/overlaps.ts";
import { drawTable, fitTo, setting } from "./generate.ts";
import { models, seeds } from "./kept.ts";

/** Rules that share columns: rows that break one, rows left out for it, and the largest error of a pattern of missing cells. */
export async function benchOverlaps(): Promise<Record<string, unknown>> {
  const wanted = process.env["SYNDATA_MODELS"]?.split(",") ?? models;
  const rows = setting("SYNDATA_ROWS", 50_000);
  const result: Record<string, unknown> = {};
  const cases = Object.keys(overlapCases).map((name) => [name, () => overlapTable(name)] as const);
  cases.push(["two combinations sharing a column", () => linkedCombinations(4000, 1, 0.05)]);
  for (const [name, make] of cases) {
    const given = make();
    for (const type of models.filter((model) => wanted.includes(model))) {
      let [broken, left, worst] = [0, 0, 0];
      for (const seed of seeds()) {
        const fitted = await fitTo(type, given, seed);
        const leftOut = (some: number) => {
          left += some;
        };
        const made = await drawTable(fitted, { drawn: rows, seed, leftOut });
        await fitted.model.dispose();
        for (const rule of given.rules) {
          const seen =
            rule.kind === "combinations" ? combinationsOf(rule.columns, viewTable(given.table)) : undefined;
          const { length } = judgeRule(
            rule,
            viewTable(made, () => 0),
            seen,
          ).broken;
          if (length > 0) console.log(`  broken ${length}: ${describeRule(rule)}`);
          broken += length;
        }
        const real = patternShares(given.table);
        const shares = patternShares(made);
        for (const pattern of new Set([...real.keys(), ...shares.keys()]))
          worst = Math.max(worst, Math.abs((real.get(pattern) ?? 0) - (shares.get(pattern) ?? 0)));
      }
      result[`${name}, ${type}`] =
        `broken ${broken} of ${seeds().length * rows}   left out ${left}   patterns of missing cells within ${worst.toFixed(4)} (≤ .01)`;
      console.log(`  ${name}, ${type} ${result[`${name}, ${type}`]}`);
    }
  }
  return result;
}
