import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ArgnOptions, argnOptions } from "../../src/config/modelOptions/argn.ts";
import { argn } from "../../src/models/argn/argn.ts";
import type { CheckpointStore, DensityModel, FitContext, ModelState } from "../../src/models/synthesizer.ts";
import type { Condition } from "../../src/table/condition.ts";
import { findColumn, type Table } from "../../src/table/table.ts";
import type { ModelTable } from "../../src/transform/modelTable.ts";
import { groupShares, groups, highShares, knownTable, sizeMeans } from "./ctgan/knownTable.ts";
import { correlation, digest, numbers, quietContext, sampleAll, share, texts } from "./modelRun.ts";

const options: ArgnOptions = argnOptions.parse({
  type: "argn",
  size: "S",
  epochs: 40,
  batchSize: 128,
  dropout: 0,
});
const small: ArgnOptions = { ...options, epochs: 2, dropout: 0.2 };

async function train(
  data: ModelTable,
  o: ArgnOptions,
  more: Partial<FitContext> = {},
): Promise<DensityModel> {
  return (await argn.fit(data, o, quietContext(more))) as DensityModel;
}

/** `knownTable` with `size` on its grid. */
function griddedTable(rows: number, seed = 1): ModelTable {
  const data = knownTable(rows, seed);
  const columns = data.table.columns.map((c) =>
    c.kind === "number" && c.name === "size"
      ? { ...c, values: c.values.map((x) => Math.round(x * 100) / 100) }
      : c,
  );
  return { ...data, table: { rows, columns } };
}

describe("a trained ARGN", () => {
  let model: DensityModel;
  beforeAll(async () => {
    model = await train(griddedTable(4000), options);
  }, 60_000);
  afterAll(() => model.dispose());

  it("recovers frequencies, conditional frequencies, means and correlation", async () => {
    const table = await sampleAll(model, 10_000);
    const size = numbers(table, "size");
    const group = texts(table, "group");
    const grade = texts(table, "grade");
    for (const [g, name] of groups.entries()) {
      const of = Array.from(group.keys()).filter((i) => group[i] === name);
      expect(Math.abs(of.length / 10_000 - groupShares[g]!)).toBeLessThan(0.03);
      expect(Math.abs(share(of, (i) => grade[i] === "high") - highShares[g]!)).toBeLessThan(0.08);
      const present = of.filter((i) => !Number.isNaN(size[i]!));
      const mean = present.reduce((sum, i) => sum + size[i]!, 0) / present.length;
      expect(Math.abs(mean - sizeMeans[g]!)).toBeLessThan(0.4);
      expect(Math.abs(1 - present.length / of.length - (g === 1 ? 0.1 : 0))).toBeLessThan(0.04);
    }
    const rows = Array.from(size.keys()).filter((i) => !Number.isNaN(size[i]!));
    const of = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]!);
    expect(correlation(of(size), of(numbers(table, "weight")))).toBeGreaterThan(0.95);
  });

  it("gives rows about the likelihood they have", async () => {
    const { table } = griddedTable(2000, 7);
    const scores = await model.logLikelihood(table);
    const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
    const truth = trueLogLikelihood(table);
    expect(truth - mean).toBeGreaterThan(-0.05);
    expect(truth - mean).toBeLessThan(0.35);
    const cells = await model.cellLogLikelihood(table);
    expect(cells).toHaveLength(4);
    const group = texts(table, "group");
    const west = Array.from(group.keys()).filter((i) => group[i] === "west");
    const certain = west.reduce((sum, i) => sum + cells[1]![i]!, 0) / west.length;
    expect(certain).toBeGreaterThan(Math.log(0.7));
  });

  it("draws from the conditional distribution, of several columns at once too", async () => {
    const where: Condition[] = [
      { column: "group", op: "in", values: ["north", "south"] },
      { column: "grade", op: "in", values: ["high"] },
    ];
    const group = texts(await sampleAll(model, 6000, { seed: 3, where }), "group");
    const [north, south] = [groupShares[0]! * highShares[0]!, groupShares[1]! * highShares[1]!];
    expect(Math.abs(share(group, (g) => g === "north") - north / (north + south))).toBeLessThan(0.04);
    const tall = await sampleAll(model, 3000, {
      seed: 3,
      where: [{ column: "size", op: "range", min: 9, max: null }],
    });
    expect(Math.min(...numbers(tall, "size"))).toBeGreaterThanOrEqual(8.994);
    expect(share(texts(tall, "group"), (g) => g === "west")).toBeGreaterThan(0.95);
    const gone = await sampleAll(model, 500, { seed: 3, where: [{ column: "size", op: "missing" }] });
    expect(numbers(gone, "size").every(Number.isNaN)).toBe(true);
    expect(share(texts(gone, "group"), (g) => g === "south")).toBeGreaterThan(0.9);
    const there = await sampleAll(model, 500, { seed: 3, where: [{ column: "size", op: "present" }] });
    expect(numbers(there, "size").some(Number.isNaN)).toBe(false);
  });

  it("says when conditions cannot be met", async () => {
    const ask = (where: Condition[]) => sampleAll(model, 10, { seed: 1, where });
    await expect(ask([{ column: "group", op: "in", values: ["east"] }])).rejects.toThrow(
      'no category "east"',
    );
    await expect(ask([{ column: "weight", op: "range", min: 100, max: null }])).rejects.toThrow("weight");
    await expect(
      ask([
        { column: "size", op: "range", min: 9, max: null },
        { column: "weight", op: "range", min: null, max: -1 },
      ]),
    ).rejects.toThrow("together too rarely");
  });

  it("fills gaps by what the rest of the row says", async () => {
    const { table } = griddedTable(1500, 9);
    const truth = texts(table, "group");
    const gappy: Table = {
      ...table,
      columns: table.columns.map((c) =>
        c.name === "group" && c.kind === "string" ? { ...c, codes: new Int32Array(1500).fill(-1) } : c,
      ),
    };
    const [best] = await model.impute(gappy, { seed: 1, draws: 1 });
    expect(share(texts(best!, "group"), (g, i) => g === truth[i])).toBeGreaterThan(0.97);
    expect(numbers(best!, "size").some(Number.isNaN)).toBe(false);
    const given = numbers(table, "size");
    numbers(best!, "size").forEach((x, i) => {
      if (!Number.isNaN(given[i]!)) expect(x).toBe(given[i]);
    });
    const several = await model.impute(gappy, { seed: 1, draws: 2 });
    expect(several).toHaveLength(2);
    expect(digest(several[0]!)).not.toBe(digest(several[1]!));
    const again = await model.impute(gappy, { seed: 1, draws: 2 });
    expect(digest(again[1]!)).toBe(digest(several[1]!));
    const lone: Table = { rows: 1500, columns: [findColumn(table, "grade")!] };
    const filled = await model.impute(lone, { seed: 1, draws: 2 });
    const grade = texts(filled[0]!, "grade");
    const low = Array.from(grade.keys()).filter((i) => grade[i] === "low");
    const drawn = texts(filled[0]!, "group");
    expect(Math.abs(share(low, (i) => drawn[i] === "south") - 0.24 / 0.35)).toBeLessThan(0.1);
  });

  it("gives the same rows for a seed, from a saved model too, and a prefix for fewer rows", async () => {
    const first = await sampleAll(model, 5000, { seed: 5 });
    const loaded = await argn.load(structuredClone(await model.save()));
    expect(digest(await sampleAll(loaded, 5000, { seed: 5 }))).toBe(digest(first));
    const fewer = texts(await sampleAll(loaded, 700, { seed: 5 }), "group");
    expect(fewer).toEqual(texts(first, "group").slice(0, 700));
    expect(digest(await sampleAll(loaded, 5000, { seed: 6 }))).not.toBe(digest(first));
    await loaded.dispose();
  });
});

describe("training", () => {
  it("gives the same bytes for a seed", async () => {
    const once = await fittedBytes();
    expect(await fittedBytes()).toEqual(once);
    expect(await fittedBytes({ seed: 4 })).not.toEqual(once);
  });

  it.each([1, 5])("resumed after interruption gives the bytes of an uninterrupted run (%i)", async (at) => {
    let kept: ModelState | undefined;
    const controller = new AbortController();
    const store: CheckpointStore = {
      due: () => true,
      async save(state) {
        if ((state.json as { step: number }).step < at) return;
        kept ??= structuredClone(state);
        controller.abort(new Error("cancelled"));
      },
      resume: undefined,
    };
    await expect(fittedBytes({ checkpoint: store, signal: controller.signal })).rejects.toThrow("cancelled");
    const resumed = await fittedBytes({
      checkpoint: { due: () => false, save: async () => {}, resume: kept },
    });
    expect(resumed).toEqual(await fittedBytes());
  });

  it("ends when the validation loss no longer falls", async () => {
    let epochs = 0;
    const progress: FitContext["progress"] = (p) => {
      epochs = p.epoch!;
      expect(p.losses).toHaveProperty("validation");
    };
    const model = await train(griddedTable(80), { ...small, epochs: 500, patience: 2 }, { progress });
    expect(epochs).toBeLessThan(500);
    await model.dispose();
  });

  it("learns one order only, tables of one column or one row, and still meets conditions", async () => {
    const fixed = await train(griddedTable(400), { ...small, anyOrder: false });
    const rows = await sampleAll(fixed, 50, {
      seed: 1,
      where: [{ column: "grade", op: "in", values: ["high"] }],
    });
    expect(new Set(texts(rows, "grade"))).toEqual(new Set(["high"]));
    await fixed.dispose();
    const data = griddedTable(60);
    for (const j of [0, 1]) {
      const part = {
        table: { rows: 60, columns: [data.table.columns[j]!] },
        columns: [data.columns[j]!],
      };
      const model = await train(part, small);
      expect((await sampleAll(model, 10)).rows).toBe(10);
      await model.dispose();
    }
    const lone = await train(griddedTable(1), small);
    expect((await sampleAll(lone, 10)).rows).toBe(10);
    await lone.dispose();
  });

  async function fittedBytes(more: Partial<FitContext> = {}): Promise<string> {
    const model = await train(griddedTable(700), small, more);
    const { parts } = await model.save();
    await model.dispose();
    return Buffer.concat([...parts.values()]).toString("base64");
  }
});

/** Mean of ln p under the distribution of `knownTable`: `size` on its grid of 0.01, `weight` as a density. */
function trueLogLikelihood(table: Table): number {
  const group = texts(table, "group");
  const grade = texts(table, "grade");
  const size = numbers(table, "size");
  const weight = numbers(table, "weight");
  const logNormal = (x: number, variance = 1) =>
    -0.5 * Math.log(2 * Math.PI * variance) - (x * x) / (2 * variance);
  let total = 0;
  for (let i = 0; i < table.rows; i++) {
    const g = groups.indexOf(group[i]!);
    const missing = Number.isNaN(size[i]!);
    total += Math.log(groupShares[g]!);
    total += Math.log(grade[i] === "high" ? highShares[g]! : 1 - highShares[g]!);
    if (g === 1) total += Math.log(missing ? 0.1 : 0.9);
    // without its size, a row's weight is normal around twice the group's mean, with variance 4 + 1
    total += missing
      ? logNormal(weight[i]! - 2 * sizeMeans[g]!, 5)
      : logNormal(size[i]! - sizeMeans[g]!) + Math.log(0.01) + logNormal(weight[i]! - 2 * size[i]!);
  }
  return total / table.rows;
}
