import { describe, expect, it } from "vitest";
import { rowParts } from "../../src/pipeline/savedModel/rowParts.ts";
import { sampleRange } from "../../src/pipeline/shards/sampleRange.ts";
import { makeShardPlan } from "../../src/pipeline/shards/shardPlan.ts";
import { loadTrained } from "../../src/pipeline/trainedModel.ts";
import { concatTables } from "../../src/table/concat.ts";
import { findColumn, type Table } from "../../src/table/table.ts";

const { signal } = new AbortController();

async function sampled(
  model: string,
  share: string,
  rows: number,
  where: readonly string[] = [],
): Promise<Table> {
  const trained = await loadTrained(`test/fixtures/models/${model}.synthmodel`);
  const parts = rowParts(trained, where, share);
  const plan = makeShardPlan(trained.restore, { rows, seed: 4, shardRows: 1000, mixed: true });
  const tables = [];
  for await (const table of sampleRange({ ...trained, plan, parts, signal }, { firstRow: 0, rows }))
    tables.push(table);
  await trained.model.dispose();
  return concatTables(tables);
}

function countsOf(table: Table, name: string, rows = table.rows): Record<string, number> {
  const column = findColumn(table, name);
  if (column?.kind !== "string") throw new Error(`${name} is no text`);
  const counts: Record<string, number> = {};
  for (const code of column.codes.subarray(0, rows)) {
    const value = column.dictionary[code] ?? "missing";
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

describe("shares of the values of a column", () => {
  it.each(["circuit", "independent", "gaussianCopula", "ctgan"])(
    "%s: exact, mixed, the same for the same seed",
    async (model) => {
      const table = await sampled(model, "kind=oak:0.5|ash:0.2", 2500);
      const counts = countsOf(table, "kind");
      expect([counts["oak"], counts["ash"], table.rows]).toEqual([1250, 500, 2500]);
      const early = countsOf(table, "kind", 200)["oak"]!;
      expect(early).toBeGreaterThan(60);
      expect(early).toBeLessThan(140);
      expect(await sampled(model, "kind=oak:0.5|ash:0.2", 2500)).toEqual(table);
    },
  );

  it("balanced, ranges, and beside other conditions", async () => {
    const balanced = countsOf(await sampled("circuit", "grade=balanced", 3000), "grade");
    expect(Object.values(balanced).every((n) => Math.abs(n - 1000) <= 1)).toBe(true);
    const table = await sampled("circuit", "mass=..3000:0.25", 1000, ["kind=oak"]);
    const column = findColumn(table, "mass")!;
    const values = column.kind === "string" ? [] : [...column.values];
    expect(values.filter((v) => v <= 3000).length).toBe(250);
    expect(countsOf(table, "kind")).toEqual({ oak: 1000 });
  });

  it("says what is wrong", async () => {
    const trained = await loadTrained("test/fixtures/models/independent.synthmodel");
    const parts = (share: string) => () => rowParts(trained, [], share);
    expect(parts("amount=balanced")).toThrow("balanced needs a column of several categories");
    expect(parts("grade=low:0.3|mid:0.3|high:0.3")).toThrow("must add up to 1");
    expect(parts("kind=oaq:0.3")).toThrow(/did you mean oak/);
  });
});
