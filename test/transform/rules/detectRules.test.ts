import { expect, it } from "vitest";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import { columnsOfRule } from "../../../src/config/rules/ruleSyntax.ts";
import { detectRules, type FoundRule } from "../../../src/transform/rules/detect/detectRules.ts";
import { independentTables, type Planted, plantedTables } from "./plantedTables.ts";

const rows = 2000;

function isFound({ kind, columns }: Planted, found: readonly FoundRule[]): boolean {
  const wanted = [...columns].sort().join();
  const ties = found.filter(({ rule }) => columnsOfRule(rule).sort().join() === wanted);
  if (kind === "missing") return ties.some(({ rule }) => rule.kind === "when");
  if (kind === "combinations" || kind === "oneOf" || kind === "atMostOneOf" || kind === "unique")
    return ties.some(({ rule }) => rule.kind === kind);
  return ties.some(({ rule }) => rule.kind === "check");
}

it("finds what twenty generated tables hide", async () => {
  const missed: string[] = [];
  let planted = 0;
  for (const table of plantedTables(rows)) {
    const found = await detectRules(table.table, table.specs, { seed: 1 });
    planted += table.planted.length;
    for (const one of table.planted)
      if (!isFound(one, found))
        missed.push(
          `${one.kind} ${one.columns.join()}: ${found
            .map(({ rule }) => describeRule(rule))
            .filter((text) => one.columns.some((name) => new RegExp(`\\b${name}\\b`).test(text)))
            .join("; ")}`,
        );
  }
  expect({ missed: missed.slice(0, 20), recall: 1 - missed.length / planted >= 0.98 }).toEqual({
    missed: expect.any(Array),
    recall: true,
  });
}, 60_000);

it("finds nothing where there is nothing", async () => {
  for (const { table, specs } of independentTables(rows)) {
    const found = await detectRules(table, specs, { seed: 1 });
    expect(found.map(({ rule }) => describeRule(rule))).toEqual([]);
  }
}, 60_000);
