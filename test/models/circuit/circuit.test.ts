import { describe, expect, it } from "vitest";
import { circuitOptions } from "../../../src/config/modelOptions/circuit.ts";
import { circuit } from "../../../src/models/circuit/circuit.ts";
import type { FittedCircuit } from "../../../src/models/circuit/fittedCircuit.ts";
import type { FitContext } from "../../../src/models/synthesizer.ts";
import { Random } from "../../../src/numerics/random.ts";
import type { NumberColumn, StringColumn, Table } from "../../../src/table/table.ts";
import type { ModelTable } from "../../../src/transform/modelTable.ts";

const context = (seed = 1): FitContext => ({
  seed,
  signal: new AbortController().signal,
  progress: () => undefined,
  warn: () => undefined,
});
const options = (more: object = {}) => circuitOptions.parse({ type: "circuit", ...more });

const colors = ["red", "green", "blue"];

/** x ~ N(3 · color, 1), y = −x + N(0, 0.3), 10 % of y missing where color is blue; z = 0 for half of the rows. */
function makeData(rows: number, seed = 1): ModelTable {
  const random = new Random(seed);
  const color = Int32Array.from({ length: rows }, () => [0, 0, 1, 1, 1, 2][random.below(6)]!);
  const x = Float64Array.from(color, (c) => Math.round((3 * c + random.normal()) * 100) / 100);
  const y = Float64Array.from(x, (v, i) =>
    color[i] === 2 && random.uniform() < 0.1
      ? Number.NaN
      : Math.round((-v + 0.3 * random.normal()) * 100) / 100,
  );
  const z = Float64Array.from(x, () => (random.uniform() < 0.5 ? 0 : Math.round(100 * random.uniform())));
  const meta = (name: string, values: Float64Array, decimals: number) => {
    const present = values.filter((v) => !Number.isNaN(v));
    return {
      kind: "continuous" as const,
      name,
      decimals,
      min: Math.min(...present),
      max: Math.max(...present),
      missing: name === "y",
    };
  };
  return {
    table: {
      rows,
      columns: [
        { kind: "string", name: "color", codes: color, dictionary: colors },
        { kind: "number", name: "x", values: x },
        { kind: "number", name: "y", values: y },
        { kind: "number", name: "z", values: z },
      ],
    },
    columns: [
      { kind: "discrete", name: "color", categories: colors, missing: false },
      meta("x", x, 2),
      meta("y", y, 2),
      meta("z", z, 0),
    ],
  };
}

async function fitted(rows: number, more: object = {}, seed = 1): Promise<FittedCircuit> {
  return (await circuit.fit(makeData(rows), options(more), context(seed))) as FittedCircuit;
}

async function draw(
  model: FittedCircuit,
  rows: number,
  where: Parameters<FittedCircuit["logProbability"]>[0] = [],
) {
  const batches: Table[] = [];
  for await (const batch of model.sample(rows, { seed: 9, where })) batches.push(batch);
  expect(batches.reduce((n, b) => n + b.rows, 0)).toBe(rows);
  const join = (j: number) =>
    Float64Array.from(
      batches.flatMap((b) => [
        ...((b.columns[j] as NumberColumn).values ?? (b.columns[j] as StringColumn).codes),
      ]),
    );
  return { color: join(0), x: join(1), y: join(2), z: join(3) };
}

const mean = (v: Float64Array) => v.reduce((a, b) => a + b, 0) / v.length;

describe("circuit", () => {
  it("recovers a known distribution: shares, conditional means, dependence, spikes and missingness", async () => {
    const model = await fitted(4000);
    const { color, x, y, z } = await draw(model, 8000);
    const share = (c: number) => color.filter((v) => v === c).length / color.length;
    expect(share(0)).toBeCloseTo(1 / 3, 1);
    expect(share(2)).toBeCloseTo(1 / 6, 1);
    for (const c of [0, 1, 2])
      expect(Math.abs(mean(x.filter((_, i) => color[i] === c)) - 3 * c)).toBeLessThan(0.25);
    const both = x.map((v, i) => v + y[i]!).filter((v) => !Number.isNaN(v));
    expect(Math.sqrt(mean(both.map((v) => v * v)))).toBeLessThan(0.75);
    expect(z.filter((v) => v === 0).length / z.length).toBeCloseTo(0.5, 1);
    const missingWhere = (c: number) =>
      y.filter((v, i) => color[i] === c && Number.isNaN(v)).length / color.filter((v) => v === c).length;
    expect(missingWhere(0)).toBeLessThan(0.01);
    expect(missingWhere(2)).toBeGreaterThan(0.05);
    await model.dispose();
  });

  it("meets every condition: ranges that cut bins, sets, missing and present", async () => {
    const model = await fitted(3000);
    const range = await draw(model, 500, [
      { column: "x", op: "range", min: 2.05, max: 2.61 },
      { column: "color", op: "in", values: ["green", "blue"] },
    ]);
    for (const v of range.x) expect(v > 2.04 && v < 2.62).toBe(true);
    expect(range.color.every((c) => c > 0)).toBe(true);
    expect(mean(range.y.filter((v) => !Number.isNaN(v)))).toBeLessThan(-1.8);
    const exact = await draw(model, 200, [{ column: "x", op: "in", values: [1.5] }]);
    expect(exact.x.every((v) => v === 1.5)).toBe(true);
    const missing = await draw(model, 200, [{ column: "y", op: "missing" }]);
    expect(missing.y.every(Number.isNaN)).toBe(true);
    const present = await draw(model, 500, [
      { column: "y", op: "present" },
      { column: "color", op: "in", values: ["blue"] },
    ]);
    expect(present.y.some(Number.isNaN)).toBe(false);
    await expect(draw(model, 1, [{ column: "x", op: "range", min: 1e6, max: null }])).rejects.toThrow(
      /no value of column x/,
    );
    await model.dispose();
  });

  it("scores: probabilities of all values of a grid column add up to those of its conditions", async () => {
    const model = await fitted(2000, { refine: false });
    const rows = 101;
    const grid: Table = {
      rows,
      columns: [{ kind: "number", name: "z", values: Float64Array.from({ length: rows }, (_, i) => i) }],
    };
    const total = (await model.logLikelihood(grid)).reduce((sum, l) => sum + Math.exp(l), 0);
    expect(total).toBeCloseTo(1, 2);
    const part = model.logProbability([{ column: "z", op: "range", min: 10, max: 20 }]);
    const listed = (await model.logLikelihood(grid)).slice(10, 21).reduce((sum, l) => sum + Math.exp(l), 0);
    expect(Math.exp(part)).toBeCloseTo(listed, 3);
    await model.dispose();
  });

  it("imputes close to what the other cells say and leaves the rest alone", async () => {
    const model = await fitted(4000);
    const table: Table = {
      rows: 3,
      columns: [
        { kind: "string", name: "color", codes: Int32Array.from([0, 2, -1]), dictionary: colors },
        { kind: "number", name: "x", values: Float64Array.from([0.5, 6.5, 0]) },
        { kind: "number", name: "y", values: Float64Array.from([Number.NaN, Number.NaN, 0]) },
        { kind: "number", name: "z", values: Float64Array.from([1, 2, 3]) },
      ],
    };
    const [filled] = await model.impute(table, { seed: 1, draws: 1 });
    const y = (filled!.columns[2] as NumberColumn).values;
    expect(Math.abs(y[0]! + 0.5)).toBeLessThan(0.6);
    expect(Math.abs(y[1]! + 6.5)).toBeLessThan(0.9);
    expect((filled!.columns[0] as StringColumn).codes[2]).toBe(0);
    expect([...(filled!.columns[3] as NumberColumn).values]).toEqual([1, 2, 3]);
    expect(await model.impute(table, { seed: 1, draws: 5 })).toHaveLength(5);
    await model.dispose();
  });

  it("fits, saves, loads and samples the same bytes for the same seed", async () => {
    const model = await fitted(1500);
    const again = await fitted(1500);
    const saved = await model.save();
    const loaded = (await circuit.load({
      json: JSON.parse(JSON.stringify(saved.json)),
      parts: saved.parts,
    })) as FittedCircuit;
    const first = await draw(model, 20_000);
    expect(await draw(again, 20_000)).toEqual(first);
    expect(await draw(loaded, 20_000)).toEqual(first);
    expect(loaded.columns).toEqual(model.columns);
    await model.dispose();
  });

  it("copes with tables at the edge: two rows, one column, a column all missing, more categories than rows", async () => {
    const odd: ModelTable = {
      table: {
        rows: 2,
        columns: [{ kind: "number", name: "only", values: Float64Array.from([1, 2]) }],
      },
      columns: [{ kind: "continuous", name: "only", decimals: 0, min: 1, max: 2, missing: false }],
    };
    const tiny = await circuit.fit(odd, options(), context());
    for await (const batch of tiny.sample(50, { seed: 1 }))
      for (const v of (batch.columns[0] as NumberColumn).values) expect(v >= 0.5 && v <= 2.5).toBe(true);
    const names = Array.from({ length: 80 }, (_, i) => `id${i}`);
    const wide: ModelTable = {
      table: {
        rows: 80,
        columns: [
          { kind: "string", name: "id", codes: Int32Array.from(names, (_, i) => i), dictionary: names },
          { kind: "number", name: "gone", values: new Float64Array(80).fill(Number.NaN) },
        ],
      },
      columns: [
        { kind: "discrete", name: "id", categories: names, missing: false },
        { kind: "continuous", name: "gone", decimals: null, min: 0, max: 0, missing: true },
      ],
    };
    const model = await circuit.fit(wide, options(), context());
    for await (const batch of model.sample(100, { seed: 1 })) {
      expect((batch.columns[1] as NumberColumn).values.every(Number.isNaN)).toBe(true);
      expect(Math.max(...(batch.columns[0] as StringColumn).codes)).toBeLessThan(80);
    }
    await expect(
      circuit.fit({ ...odd, table: { rows: 1, columns: odd.table.columns } }, options(), context()),
    ).rejects.toThrow(/at least 2 rows/);
  });

  it("stops when told to", async () => {
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    await expect(
      circuit.fit(makeData(500), options(), { ...context(), signal: stop.signal }),
    ).rejects.toThrow("enough");
  });
});

describe("a rare bucket", () => {
  it("gives way to other categories of the same hidden state, so that the row stays consistent", async () => {
    const random = new Random(8);
    const rows = 2000;
    const side = Int32Array.from({ length: rows }, () => random.below(2));
    // Categories 0 and 1 belong to side 0, category 2 to side 1; a tenth of either side is rare.
    const place = Int32Array.from(side, (s) => (random.uniform() < 0.1 ? 3 : s === 0 ? random.below(2) : 2));
    const places = ["a", "b", "c", "_RARE_"];
    const data: ModelTable = {
      table: {
        rows,
        columns: [
          { kind: "string", name: "side", codes: side, dictionary: ["left", "right"] },
          { kind: "string", name: "place", codes: place, dictionary: places },
        ],
      },
      columns: [
        { kind: "discrete", name: "side", categories: ["left", "right"], missing: false },
        { kind: "discrete", name: "place", categories: places, missing: false, rare: "_RARE_" },
      ],
    };
    const model = await circuit.fit(data, options({ refine: false }), context());
    let wrong = 0;
    for await (const batch of model.sample(4000, { seed: 2 })) {
      const [s, p] = batch.columns.map((c) => (c as StringColumn).codes) as [Int32Array, Int32Array];
      for (let i = 0; i < batch.rows; i++) {
        expect(p[i]).toBeLessThan(3);
        if (s[i] !== (p[i]! < 2 ? 0 : 1)) wrong++;
      }
    }
    expect(wrong).toBeLessThan(80);
    await model.dispose();
  });
});
