import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TvaeOptions } from "../../../src/config/modelOptions/tvae.ts";
import type {
  CheckpointStore,
  FitContext,
  FittedModel,
  ModelState,
} from "../../../src/models/synthesizer.ts";
import { tvae } from "../../../src/models/tvae/tvae.ts";
import { groupShares, groups, highShares, knownTable, sizeMeans } from "../ctgan/knownTable.ts";
import { correlation, digest, numbers, quietContext, sampleAll, share, texts } from "../modelRun.ts";

const options: TvaeOptions = {
  type: "tvae",
  embeddingDim: 16,
  compressDims: [48],
  decompressDims: [48],
  learningRate: 3e-3,
  l2scale: 1e-5,
  batchSize: 200,
  epochs: 150,
  lossFactor: 2,
};
const small: TvaeOptions = { ...options, compressDims: [8], decompressDims: [8], epochs: 3 };

describe("a trained TVAE", () => {
  let model: FittedModel;
  const labels: string[] = [];
  beforeAll(async () => {
    const progress: FitContext["progress"] = (p) => labels.push(p.label);
    model = await tvae.fit(knownTable(3000), options, quietContext({ progress }));
  }, 60_000);
  afterAll(() => model.dispose());

  it("recovers frequencies, conditional frequencies, means and correlation", async () => {
    const table = await sampleAll(model, 10_000);
    const size = numbers(table, "size");
    const group = texts(table, "group");
    const grade = texts(table, "grade");
    for (const [g, name] of groups.entries()) {
      const of = [...group.keys()].filter((i) => group[i] === name);
      expect(Math.abs(of.length / 10_000 - groupShares[g]!)).toBeLessThan(0.06);
      expect(Math.abs(share(of, (i) => grade[i] === "high") - highShares[g]!)).toBeLessThan(0.15);
      const present = of.filter((i) => !Number.isNaN(size[i]!));
      const mean = present.reduce((sum, i) => sum + size[i]!, 0) / present.length;
      expect(Math.abs(mean - sizeMeans[g]!)).toBeLessThan(2.5);
      expect(Math.abs(1 - present.length / of.length - (g === 1 ? 0.1 : 0))).toBeLessThan(0.06);
    }
    const rows = Array.from(size.keys()).filter((i) => !Number.isNaN(size[i]!));
    const weight = numbers(table, "weight");
    const of = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]!);
    expect(correlation(of(size), of(weight))).toBeGreaterThan(0.65);
  });

  it("honors conditions on values, ranges and missing values in every row", async () => {
    const table = await sampleAll(model, 400, {
      seed: 2,
      where: [
        { column: "group", op: "in", values: ["south", "west"] },
        { column: "weight", op: "range", min: 10, max: null },
        { column: "size", op: "present" },
      ],
    });
    expect(table.rows).toBe(400);
    expect(texts(table, "group")).not.toContain("north");
    expect(Math.min(...numbers(table, "weight"))).toBeGreaterThanOrEqual(10);
    expect(numbers(table, "size").some(Number.isNaN)).toBe(false);
    const gone = await sampleAll(model, 50, { seed: 2, where: [{ column: "size", op: "missing" }] });
    expect(numbers(gone, "size").every(Number.isNaN)).toBe(true);
  });

  it("says which condition is met too rarely", async () => {
    await expect(
      sampleAll(model, 10, { seed: 1, where: [{ column: "weight", op: "range", min: 29.9, max: 29.91 }] }),
    ).rejects.toThrow("`weight in 29.9 to 29.91`");
    await expect(
      sampleAll(model, 10, { seed: 1, where: [{ column: "group", op: "in", values: ["east"] }] }),
    ).rejects.toThrow('column group has no category "east"');
  });

  it("gives the same rows for a seed, from a saved model too, and a prefix for fewer rows", async () => {
    const first = await sampleAll(model, 3000, { seed: 5 });
    const loaded = await tvae.load(structuredClone(await model.save()));
    expect(digest(await sampleAll(loaded, 3000, { seed: 5 }))).toBe(digest(first));
    const fewer = numbers(await sampleAll(loaded, 700, { seed: 5 }), "weight");
    expect(fewer).toEqual(numbers(first, "weight").subarray(0, 700));
    expect(numbers(await sampleAll(loaded, 700, { seed: 6 }), "weight")).not.toEqual(fewer);
    await loaded.dispose();
  });

  it("reports epochs", () => {
    expect(labels[labels.length - 1]).toBe("epoch 150/150");
  });
});

describe("training", () => {
  it("gives the same bytes for a seed", async () => {
    expect(await fittedBytes()).toEqual(await fittedBytes());
    expect(await fittedBytes({ seed: 4 })).not.toEqual(await fittedBytes());
  });

  it.each([1, 7])("resumed after interruption gives the bytes of an uninterrupted run (%i)", async (at) => {
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

  it("refuses another model's checkpoint", async () => {
    const resume: ModelState = { json: { kind: "ctgan-checkpoint", step: 3 }, parts: new Map() };
    await expect(
      fittedBytes({ checkpoint: { due: () => false, save: async () => {}, resume } }),
    ).rejects.toThrow("not one of this model");
  });

  it("stops when a loss is not finite", async () => {
    await expect(
      tvae.fit(knownTable(500), { ...small, epochs: 50, learningRate: 1e18 }, quietContext()),
    ).rejects.toThrow(/training diverged: a loss was not finite at step \d+/);
  });

  it("takes tables of one kind of column, and of one row", async () => {
    const data = knownTable(60);
    for (const kind of ["continuous", "discrete"] as const) {
      const kept = data.columns.flatMap((c, j) => (c.kind === kind ? [j] : []));
      const part = {
        table: { rows: 60, columns: kept.map((j) => data.table.columns[j]!) },
        columns: kept.map((j) => data.columns[j]!),
      };
      const model = await tvae.fit(part, small, quietContext());
      expect((await sampleAll(model, 10)).columns).toHaveLength(2);
      await model.dispose();
    }
    const lone = await tvae.fit(knownTable(1), small, quietContext());
    expect((await sampleAll(lone, 10)).rows).toBe(10);
    await lone.dispose();
  });

  async function fittedBytes(more: Partial<FitContext> = {}): Promise<Buffer> {
    const model = await tvae.fit(knownTable(700), small, quietContext(more));
    const state = await model.save();
    await model.dispose();
    return Buffer.from(state.parts.get("decoder.onnx")!);
  }
});
