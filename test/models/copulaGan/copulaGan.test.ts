import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CopulaGanOptions, copulaGanOptions } from "../../../src/config/modelOptions/copulaGan.ts";
import { copulaGan } from "../../../src/models/copulaGan/copulaGan.ts";
import { fitScores, scoreTable, unscoreTable } from "../../../src/models/copulaGan/scores.ts";
import type { FittedModel } from "../../../src/models/synthesizer.ts";
import { Random } from "../../../src/numerics/random.ts";
import { makeTable } from "../../../src/table/table.ts";
import type { ModelTable } from "../../../src/transform/modelTable.ts";
import { groups, knownTable, sizeMeans } from "../ctgan/knownTable.ts";
import { correlation, digest, numbers, quietContext, sampleAll, texts } from "../modelRun.ts";

const options: CopulaGanOptions = copulaGanOptions.parse({
  type: "copulaGan",
  embeddingDim: 32,
  generatorDim: [48, 48],
  discriminatorDim: [48, 48],
  generatorLr: 5e-4,
  discriminatorLr: 5e-4,
  batchSize: 100,
  epochs: 120,
});

/** `knownTable` with a spike: a negative weight becomes 0. */
function spikedTable(rows: number): ModelTable {
  const data = knownTable(rows);
  const columns = data.table.columns.map((c) =>
    c.kind === "number" && c.name === "weight" ? { ...c, values: c.values.map((x) => Math.max(0, x)) } : c,
  );
  return { ...data, table: { rows, columns } };
}

describe("normal scores", () => {
  const data = spikedTable(2000);
  const fitted = fitScores(data, () => "empirical");
  const scored = scoreTable(data, fitted);

  it("have mean 0 and deviation 1 where the values are continuous, and keep missing values", () => {
    const size = numbers(scored.table, "size").filter((z) => !Number.isNaN(z));
    const mean = size.reduce((a, b) => a + b, 0) / size.length;
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(size.reduce((a, b) => a + (b - mean) ** 2, 0) / size.length - 1)).toBeLessThan(0.03);
    expect(size).toHaveLength(numbers(data.table, "size").filter((x) => !Number.isNaN(x)).length);
  });

  it("decode to the values they came from, spikes exactly", () => {
    const back = unscoreTable(scored.table, data.columns, fitted);
    const given = numbers(data.table, "weight");
    numbers(back, "weight").forEach((x, i) => {
      if (given[i] === 0) expect(x).toBe(0);
      else expect(Math.abs(x - given[i]!)).toBeLessThan(0.8);
    });
  });
});

describe("scores beyond the ends of a range", () => {
  it("become the end in no more rows than the data have there", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0, 0.01, 0.04), (seed, share) => {
        const random = new Random(seed);
        const values = Float64Array.from({ length: 1500 }, () =>
          random.uniform() < share ? 0 : Math.round(100 * Math.exp(2 * random.normal())) / 100,
        );
        const [min, max] = [Math.min(...values), Math.max(...values)];
        const data: ModelTable = {
          table: makeTable([{ kind: "number", name: "x", values }]),
          columns: [{ kind: "continuous", name: "x", decimals: 2, min, max, missing: false }],
        };
        const wide = makeTable([
          { kind: "number", name: "x", values: values.map(() => 1.8 * random.normal()) },
        ]);
        const made = numbers(
          unscoreTable(
            wide,
            data.columns,
            fitScores(data, () => "empirical"),
          ),
          "x",
        );
        for (const end of [min, max]) {
          const on = (list: ArrayLike<number>) =>
            Array.from(list).filter((v) => Math.abs(v - end) <= 0.005).length / list.length;
          expect(on(made)).toBeLessThanOrEqual(on(values) + 0.01);
        }
      }),
      { numRuns: 12, seed: 21 },
    );
  });
});

describe("a trained CopulaGAN", () => {
  let model: FittedModel;
  beforeAll(async () => {
    model = await copulaGan.fit(spikedTable(2500), options, quietContext());
  }, 60_000);
  afterAll(() => model.dispose());

  it("recovers the marginal with its spike, group means and correlation", async () => {
    const table = await sampleAll(model, 8000);
    const given = spikedTable(2500);
    const weight = numbers(table, "weight");
    const spike = (values: Float64Array) => values.filter((x) => x === 0).length / values.length;
    expect(Math.abs(spike(weight) - spike(numbers(given.table, "weight")))).toBeLessThan(0.1);
    const size = numbers(table, "size");
    const group = texts(table, "group");
    for (const [g, name] of groups.entries()) {
      const present = Array.from(size).filter((x, i) => group[i] === name && !Number.isNaN(x));
      expect(Math.abs(present.reduce((a, b) => a + b, 0) / present.length - sizeMeans[g]!)).toBeLessThan(3);
    }
    const rows = Array.from(size.keys()).filter((i) => !Number.isNaN(size[i]!));
    const of = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]!);
    expect(correlation(of(size), of(weight))).toBeGreaterThan(0.5);
  });

  it("stays within the range of the data", async () => {
    const weight = numbers(await sampleAll(model, 5000), "weight");
    const given = numbers(spikedTable(2500).table, "weight");
    expect(Math.min(...weight)).toBe(0);
    expect(Math.max(...weight)).toBeLessThanOrEqual(Math.max(...given));
  });

  it("honors conditions on categories and, in values, on numbers", async () => {
    const table = await sampleAll(model, 300, {
      seed: 3,
      where: [
        { column: "group", op: "in", values: ["south"] },
        { column: "weight", op: "range", min: 8, max: 12 },
        { column: "size", op: "present" },
      ],
    });
    expect(table.rows).toBe(300);
    expect(new Set(texts(table, "group"))).toEqual(new Set(["south"]));
    const weight = numbers(table, "weight");
    expect(Math.min(...weight)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...weight)).toBeLessThanOrEqual(12);
    expect(numbers(table, "size").some(Number.isNaN)).toBe(false);
    await expect(
      sampleAll(model, 10, { seed: 1, where: [{ column: "weight", op: "range", min: 29.9, max: 29.91 }] }),
    ).rejects.toThrow("`weight in 29.9 to 29.91`");
  });

  it("gives the same rows for a seed, from a saved model too", async () => {
    const first = digest(await sampleAll(model, 3000, { seed: 5 }));
    const loaded = await copulaGan.load(structuredClone(await model.save()));
    expect(digest(await sampleAll(loaded, 3000, { seed: 5 }))).toBe(first);
    expect(digest(await sampleAll(loaded, 3000, { seed: 6 }))).not.toBe(first);
    await loaded.dispose();
  });
});

it("trains to the same bytes for a seed and warns of columns it does not learn as numbers", async () => {
  const small = { ...options, generatorDim: [8], discriminatorDim: [8], epochs: 1 };
  const warnings: string[] = [];
  const bytes = async () => {
    const model = await copulaGan.fit(
      spikedTable(300),
      { ...small, defaultDistribution: "norm", numericalDistributions: { group: "beta", size: "gamma" } },
      quietContext({ warn: (text) => warnings.push(text) }),
    );
    const { parts } = await model.save();
    await model.dispose();
    return Buffer.from(parts.get("generator.onnx")!);
  };
  expect(await bytes()).toEqual(await bytes());
  expect(warnings[0]).toContain("numericalDistributions names group");
});
