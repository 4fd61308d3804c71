import { describe, expect, it } from "vitest";
import { modelSchema } from "../../../src/config/modelOptions/model.ts";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import type { Rule } from "../../../src/config/rules/ruleSyntax.ts";
import { fitModel } from "../../../src/models/registry.ts";
import type { DensityModel } from "../../../src/models/synthesizer.ts";
import { Random } from "../../../src/numerics/random.ts";
import { imputeRows } from "../../../src/pipeline/savedModel/imputeRows.ts";
import { findColumn, type Table, takeColumn } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { detectRules, isExact } from "../../../src/transform/rules/detect/detectRules.ts";
import { judgeRule } from "../../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../../src/transform/rules/judge/ruleView.ts";
import { makeRowFilter } from "../../../src/transform/rules/rowFilter.ts";
import { makePlanted } from "./plantedTables.ts";

const rows = 1500;
const kinds = [
  "missing",
  "implies",
  "impliesSet",
  "impliesRange",
  "emptyState",
  "together",
  "days",
  "sum",
  "order",
  "oneOf",
  "band",
  "side",
];
const planted = makePlanted(21, { kinds, columns: 0, rows });

async function foundRules(): Promise<Rule[]> {
  const found = await detectRules(planted.table, planted.specs, { seed: 1 });
  return found.filter(isExact).map(({ rule }) => rule);
}

function broken(rules: readonly Rule[], table: Table): string[] {
  const decimals = new Map(planted.specs.map((spec) => [spec.name, spec.decimals]));
  const view = viewTable(table, (name) => decimals.get(name) ?? null);
  return rules.filter((rule) => judgeRule(rule, view).broken.length > 0).map(describeRule);
}

describe("implications, with sums, orders and flags beside them", () => {
  it("hold in all rows of a model that knows single columns only, and no row is left out", async () => {
    const rules = await foundRules();
    expect(rules.filter(({ kind }) => kind === "when").length).toBeGreaterThanOrEqual(7);
    const made = prepare(planted.table, planted.specs, { seed: 3, rules });
    const random = new Random(5);
    const columns = made.data.table.columns.map((column) => takeColumn(column, random.permutation(rows)));
    const restored = restoreBatch(made.restore, { rows, columns }, { firstRow: 0, seed: 3 });
    const kept = makeRowFilter(made.restore.rules, [])?.(restored) ?? restored;
    expect(broken(rules, kept)).toEqual([]);
    expect(kept.rows).toBe(rows);
  });

  it("hold where missing cells are filled in, and given cells stay", async () => {
    const rules = await foundRules();
    const { data, restore } = prepare(planted.table, planted.specs, { seed: 3, rules });
    const model = await fitModel(
      modelSchema.parse({ type: "circuit", maxLatentStates: 4, refine: false, epochs: 2 }),
      data,
      { seed: 3, signal: new AbortController().signal, progress: () => {}, warn: () => {} },
    );
    const [imputed] = await imputeRows(model as DensityModel, restore, planted.table, { seed: 3, draws: 1 });
    await model.dispose();
    expect(broken(rules, imputed!.table)).toEqual([]);
    expect(imputed!.filled).toBeGreaterThan(rows / 2);
    for (const column of planted.table.columns) {
      const other = findColumn(imputed!.table, column.name)!;
      const cell = (one: typeof column, i: number) =>
        one.kind === "string" ? one.dictionary[one.codes[i]!] : one.values[i]!;
      for (let i = 0; i < rows; i++) {
        const given = cell(column, i);
        if (given !== undefined && !Number.isNaN(given)) expect(cell(other, i)).toBe(given);
      }
    }
  });
});
