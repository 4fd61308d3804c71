import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CtganOptions } from "../../../src/config/modelOptions/ctgan.ts";
import { ctgan } from "../../../src/models/ctgan/ctgan.ts";
import type {
  CheckpointStore,
  FitContext,
  FittedModel,
  ModelState,
} from "../../../src/models/synthesizer.ts";
import type { Condition } from "../../../src/table/condition.ts";
import type { NumberColumn, StringColumn, Table } from "../../../src/table/table.ts";
import { grades, groupShares, groups, highShares, knownTable, sizeMeans } from "./knownTable.ts";

const options: CtganOptions = {
  type: "ctgan",
  embeddingDim: 32,
  generatorDim: [48, 48],
  discriminatorDim: [48, 48],
  generatorLr: 5e-4,
  generatorDecay: 1e-6,
  discriminatorLr: 5e-4,
  discriminatorDecay: 1e-6,
  batchSize: 100,
  discriminatorSteps: 1,
  logFrequency: true,
  epochs: 150,
  pac: 10,
};

const small: CtganOptions = { ...options, generatorDim: [16], discriminatorDim: [16], epochs: 4 };

function context(more: Partial<FitContext> = {}): FitContext {
  return { seed: 3, signal: new AbortController().signal, progress() {}, warn() {}, ...more };
}

async function sampled(
  model: FittedModel,
  rows: number,
  where: readonly Condition[] = [],
  seed = 5,
): Promise<{ size: Float64Array; group: Int32Array; weight: Float64Array; grade: Int32Array }> {
  const parts: Table[] = [];
  for await (const table of model.sample(rows, { seed, where })) parts.push(table);
  const numbers = (j: number): Float64Array =>
    Float64Array.from(parts.flatMap((t) => [...(t.columns[j] as NumberColumn).values]));
  const codes = (j: number): Int32Array =>
    Int32Array.from(parts.flatMap((t) => [...(t.columns[j] as StringColumn).codes]));
  return { size: numbers(0), group: codes(1), weight: numbers(2), grade: codes(3) };
}

function bytesOf(state: ModelState): Uint8Array {
  return state.parts.get("generator.onnx")!;
}

describe("a trained CTGAN", () => {
  let model: FittedModel;
  const data = knownTable(2500);
  const labels: string[] = [];
  beforeAll(async () => {
    model = await ctgan.fit(data, options, context({ progress: (p) => labels.push(p.label) }));
  }, 60_000);
  afterAll(() => model.dispose());

  it("recovers frequencies, conditional frequencies, means and correlation", async () => {
    const { size, group, weight, grade } = await sampled(model, 10_000);
    expect(group).toHaveLength(10_000);
    for (const g of groups.keys()) {
      const of = [...group.keys()].filter((i) => group[i] === g);
      expect(Math.abs(of.length / 10_000 - groupShares[g]!)).toBeLessThan(0.05);
      const high = of.filter((i) => grade[i] === 1).length / of.length;
      expect(Math.abs(high - highShares[g]!)).toBeLessThan(0.25);
      const present = of.filter((i) => !Number.isNaN(size[i]!));
      const mean = present.reduce((sum, i) => sum + size[i]!, 0) / present.length;
      expect(Math.abs(mean - sizeMeans[g]!)).toBeLessThan(1.5);
      const missing = 1 - present.length / of.length;
      expect(Math.abs(missing - (g === 1 ? 0.1 : 0))).toBeLessThan(0.08);
    }
    const rows = [...size.keys()].filter((i) => !Number.isNaN(size[i]!));
    expect(
      correlation(
        rows.map((i) => size[i]!),
        rows.map((i) => weight[i]!),
      ),
    ).toBeGreaterThan(0.7);
  });

  it("honors a condition on any discrete column in every row", async () => {
    for (const [c, value] of groups.entries())
      expect(
        new Set((await sampled(model, 300, [{ column: "group", op: "in", values: [value] }])).group),
      ).toEqual(new Set([c]));
    for (const [c, value] of grades.entries())
      expect(
        new Set((await sampled(model, 300, [{ column: "grade", op: "in", values: [value] }])).grade),
      ).toEqual(new Set([c]));
  });

  it("keeps what depends on the condition in step with it", async () => {
    const { size } = await sampled(model, 2000, [{ column: "group", op: "in", values: ["west"] }]);
    const present = [...size].filter((x) => !Number.isNaN(x));
    expect(Math.abs(present.reduce((a, b) => a + b, 0) / present.length - 10)).toBeLessThan(1);
  });

  it("combines conditions on several columns, ranges and missing values", async () => {
    const rows = await sampled(model, 500, [
      { column: "group", op: "in", values: ["north", "south"] },
      { column: "grade", op: "in", values: ["high"] },
      { column: "weight", op: "range", min: 0, max: null },
      { column: "size", op: "present" },
    ]);
    expect(rows.weight).toHaveLength(500);
    expect(Math.max(...rows.group)).toBeLessThan(2);
    expect(new Set(rows.grade)).toEqual(new Set([1]));
    expect(Math.min(...rows.weight)).toBeGreaterThanOrEqual(0);
    expect(rows.size.some(Number.isNaN)).toBe(false);
  });

  it("says which condition cannot be met", async () => {
    const ask = (where: Condition[]) => sampled(model, 10, where);
    await expect(ask([{ column: "weight", op: "range", min: 29.9, max: 29.91 }])).rejects.toThrow(
      "`weight in 29.9 to 29.91`",
    );
    await expect(ask([{ column: "group", op: "in", values: ["east"] }])).rejects.toThrow(
      'column group has no category "east"; it has north, south, west',
    );
    await expect(ask([{ column: "nothing", op: "present" }])).rejects.toThrow("no column nothing");
  });

  it("gives the same rows for a seed, from a saved model too, and a prefix for fewer rows", async () => {
    const first = await sampled(model, 3000);
    const loaded = await ctgan.load(structuredClone(await model.save()));
    expect(await sampled(loaded, 3000)).toEqual(first);
    const fewer = await sampled(loaded, 700);
    expect(fewer.weight).toEqual(first.weight.subarray(0, 700));
    expect((await sampled(model, 700, [], 6)).weight).not.toEqual(fewer.weight);
    await loaded.dispose();
  });

  it("reports epochs", () => {
    expect(labels[labels.length - 1]).toBe("epoch 150/150");
  });
});

describe("training", () => {
  const data = knownTable(1000);

  it("gives the same bytes for a seed", async () => {
    const [a, b] = [await fitted(small), await fitted(small)];
    expect(Buffer.compare(bytesOf(a), bytesOf(b))).toBe(0);
    expect(Buffer.compare(bytesOf(a), bytesOf(await fitted(small, { seed: 4 })))).not.toBe(0);
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
    const run = fitted(small, { checkpoint: store, signal: controller.signal });
    await expect(run).rejects.toThrow("cancelled");
    const resumed = await fitted(small, {
      checkpoint: { due: () => false, save: async () => {}, resume: kept },
    });
    expect(Buffer.compare(bytesOf(resumed), bytesOf(await fitted(small)))).toBe(0);
  });

  it("stops when a loss is not finite and keeps the last checkpoint", async () => {
    let saves = 0;
    const store: CheckpointStore = { due: () => true, save: async () => void saves++, resume: undefined };
    const run = fitted(
      { ...small, epochs: 50, generatorLr: 1e18, discriminatorLr: 1e18 },
      { checkpoint: store },
    );
    await expect(run).rejects.toThrow(/training diverged: a loss was not finite at step \d+/);
  });

  it("takes several critic steps, no packing, and tables of one kind of column", async () => {
    await fitted({ ...small, epochs: 1, discriminatorSteps: 2, pac: 1 });
    for (const kind of ["continuous", "discrete"] as const) {
      const kept = data.columns.flatMap((c, j) => (c.kind === kind ? [j] : []));
      const part = {
        table: { rows: data.table.rows, columns: kept.map((j) => data.table.columns[j]!) },
        columns: kept.map((j) => data.columns[j]!),
      };
      const model = await ctgan.fit(part, { ...small, epochs: 1 }, context());
      for await (const table of model.sample(10, { seed: 1 })) expect(table.columns).toHaveLength(2);
      await model.dispose();
    }
  });

  it("refuses a table of fewer rows than pac", async () => {
    await expect(ctgan.fit(knownTable(9), small, context())).rejects.toThrow(
      "at least pac = 10 rows, the table has 9",
    );
  });

  async function fitted(o: CtganOptions, more: Partial<FitContext> = {}): Promise<ModelState> {
    const model = await ctgan.fit(data, o, context(more));
    const state = await model.save();
    await model.dispose();
    return state;
  }
});

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  const dot = (a: readonly number[], ma: number, b: readonly number[], mb: number): number =>
    a.reduce((sum, value, i) => sum + (value - ma) * (b[i]! - mb), 0);
  return dot(x, mx, y, my) / Math.sqrt(dot(x, mx, x, mx) * dot(y, my, y, my));
}
