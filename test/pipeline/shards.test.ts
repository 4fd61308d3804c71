import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { PartsFolder } from "../../src/pipeline/shards/partsFolder.ts";
import { makePart, makePartsPlan } from "../../src/pipeline/shards/sampleParts.ts";
import { sampleRange } from "../../src/pipeline/shards/sampleRange.ts";
import { makeShardPlan, numberOfRow, seedOfRound } from "../../src/pipeline/shards/shardPlan.ts";
import { sample } from "../../src/pipeline/stages/sample.ts";
import { loadTrained, type TrainedModel } from "../../src/pipeline/trainedModel.ts";
import { concatTables } from "../../src/table/concat.ts";
import { findColumn, type Table, takeRows } from "../../src/table/table.ts";
import { UserError } from "../../src/table/userError.ts";
import type { RestorePlan } from "../../src/transform/restorePlan.ts";
import { digest } from "../models/modelRun.ts";

const models = "test/fixtures/models";
const names = readdirSync(models).filter((name) => name.endsWith(".synthmodel"));
const scratch = mkdtempSync(join(tmpdir(), "shards-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const { signal } = new AbortController();
const quiet = { signal, progress: () => undefined };

async function rangeOf(trained: TrainedModel, rows: number, from: number, count: number) {
  const plan = makeShardPlan(trained.restore, { rows, seed: 5, shardRows: 1000 });
  const parts = [];
  for await (const table of sampleRange({ ...trained, plan, signal }, { firstRow: from, rows: count }))
    parts.push(table);
  return concatTables(parts);
}

describe("every kind of model", () => {
  it.each(names)("%s: a range of rows is the same whatever was asked for beside it", async (name) => {
    const trained = await loadTrained(join(models, name));
    const whole = await rangeOf(trained, 2200, 0, 2200);
    expect(whole.rows).toBe(2200);
    for (const [from, count] of [
      [1000, 1000],
      [1700, 500],
    ] as const) {
      const part = await rangeOf(trained, 2200, from, count);
      const same = takeRows(
        whole,
        Int32Array.from({ length: count }, (_, i) => from + i),
      );
      expect(part.rows).toBe(count);
      part.columns.forEach((column, j) => {
        const other = same.columns[j]!;
        if (column.kind === "string" && other.kind === "string")
          expect(Array.from(column.codes, (c) => column.dictionary[c])).toEqual(
            Array.from(other.codes, (c) => other.dictionary[c]),
          );
        else
          expect(digest({ rows: count, columns: [column] })).toBe(digest({ rows: count, columns: [other] }));
      });
    }
    await trained.model.dispose();
  });
});

it("rows left out are drawn again in their shard, and no id is given twice", async () => {
  let checked = 0;
  for (const name of names) {
    const trained = await loadTrained(join(models, name));
    const ids = trained.restore.columns.filter(({ kind }) => kind === "counted" || kind === "pattern");
    if (ids.length > 0 && checked === 0) {
      const plan = makeShardPlan(trained.restore, { rows: 2300, seed: 5, shardRows: 1000 });
      // two rows of three are left out
      const filter = (table: Table) =>
        takeRows(
          table,
          Int32Array.from(Array.from({ length: table.rows }, (_, i) => i).filter((i) => i % 3 === 0)),
        );
      const shards = [];
      for (let shard = 0; shard < plan.shards; shard++) {
        const parts = [];
        for await (const table of sampleRange(
          { ...trained, plan, filter, signal },
          { firstRow: 1000 * shard, rows: 1000 },
        ))
          parts.push(table);
        shards.push(concatTables(parts));
      }
      expect(shards.map(({ rows }) => rows)).toEqual([1000, 1000, 300]);
      const whole = concatTables(shards);
      for (const { name: id } of ids) {
        const column = findColumn(whole, id)!;
        const values: readonly unknown[] =
          column.kind === "string"
            ? Array.from(column.codes, (c) => column.dictionary[c])
            : Array.from(column.values);
        if (new Set(values).size === whole.rows) checked++;
        else expect.fail(`${id} repeats`);
      }
    }
    await trained.model.dispose();
  }
  expect(checked).toBeGreaterThan(0);
});

describe("the plan", () => {
  const restore: RestorePlan = { version: 1, columns: [], dropped: [] };

  it("gives no number twice and numbers the planned rows as in the table", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 4 }),
        (rows, shardRows, turns) => {
          const plan = makeShardPlan(restore, { rows, seed: 1, shardRows });
          const seen = new Set<number>();
          for (let shard = 0; shard < plan.shards; shard++)
            for (let drawn = 0; drawn < turns * shardRows; drawn++) {
              const n = numberOfRow(plan, shard, drawn);
              if (drawn < shardRows) expect(n).toBe(shard * shardRows + drawn);
              expect(seen.has(n)).toBe(false);
              seen.add(n);
            }
        },
      ),
    );
  });

  it("gives no seed twice to the first rounds of a thousand shards", () => {
    const plan = makeShardPlan(restore, { rows: 1e9, seed: 4_000_000_000, shardRows: 1_048_576 });
    const seeds = new Set<number>();
    for (let shard = 0; shard < plan.shards; shard++)
      for (let round = 0; round < 60; round++) seeds.add(seedOfRound(plan, shard, round));
    expect(seeds.size).toBe(954 * 60);
  });
});

describe("parts", () => {
  const model = join(models, names.find((name) => name.includes("circuit")) ?? names[0]!);
  const request = { model, rows: 5300, seed: 11, where: [], format: "csv", shardRows: 1000 } as const;

  async function make(path: string, order: readonly number[], more: Partial<typeof request> = {}) {
    const trained = await loadTrained(model);
    try {
      const plan = await makePartsPlan(trained, { ...request, ...more });
      const folder = new PartsFolder(join(scratch, path));
      await folder.open(plan);
      for (const shard of order)
        if ((await folder.part(shard)) === undefined) await makePart(trained, { folder, plan }, shard, quiet);
      return await folder.finish(plan);
    } finally {
      await trained.model.dispose();
    }
  }

  it("are the same bytes in any order, by any number of workers, and joined they are the table of `sample`", async () => {
    const one = await make("one", [0, 1, 2, 3, 4, 5]);
    await expect(make("two", [5, 3, 1])).rejects.toThrow("part 0 of 6 is missing");
    const two = await make("two", [4, 5, 0, 2]);
    expect(two).toEqual(one);
    expect(one.rowsMade).toBe(5300);
    expect(readFileSync(join(scratch, "two/manifest.json"))).toEqual(
      readFileSync(join(scratch, "one/manifest.json")),
    );
    const trained = await loadTrained(model);
    const to = join(scratch, "whole.csv");
    await sample({
      ...trained,
      ...request,
      model: trained.model,
      to,
      formats: trained.columns,
      format: trained.format,
      where: [],
      keep: 0,
      ...quiet,
    });
    await trained.model.dispose();
    const joined = Buffer.concat(one.parts.map(({ file }) => readFileSync(join(scratch, "one", file))));
    expect(createHash("sha256").update(joined).digest("hex")).toBe(
      createHash("sha256").update(readFileSync(to)).digest("hex"),
    );
    expect(readdirSync(join(scratch, "two")).sort()).toEqual(["manifest.json", "parts", "plan.json"]);
  });

  it("of another request are refused, and so is a folder with other things", async () => {
    await expect(make("one", [], { seed: 12 } as never)).rejects.toThrow("holds parts of another request");
    await expect(make(".", [])).rejects.toThrow(UserError);
  });
});
