import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadEncoder, savedEncoderSchema } from "../../../src/models/neural/savedEncoder.ts";
import { Random } from "../../../src/numerics/random.ts";
import { type Column, makeTable } from "../../../src/table/table.ts";
import { fitMatrixEncoder } from "../../../src/transform/matrix/matrixEncoder.ts";
import type { ModelColumn, ModelTable } from "../../../src/transform/modelTable.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { plainSpecs, readSimpleCsv } from "../readSimpleCsv.ts";

function continuous(name: string, values: number[], missing = false): [Column, ModelColumn] {
  const present = values.filter((v) => !Number.isNaN(v));
  return [
    { kind: "number", name, values: Float64Array.from(values) },
    {
      kind: "continuous",
      name,
      decimals: null,
      min: Math.min(...present),
      max: Math.max(...present),
      missing,
    },
  ];
}

function discrete(name: string, codes: number[], categories: string[]): [Column, ModelColumn] {
  return [
    { kind: "string", name, codes: Int32Array.from(codes), dictionary: categories },
    { kind: "discrete", name, categories, missing: codes.includes(-1) },
  ];
}

function modelTable(...parts: [Column, ModelColumn][]): ModelTable {
  return { table: makeTable(parts.map((p) => p[0])), columns: parts.map((p) => p[1]) };
}

describe("matrix encoder", () => {
  it("gives back any table it encoded", () => {
    const cell = fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
      fc.constant(Number.NaN),
    );
    const row = fc.tuple(cell, fc.integer({ min: -1, max: 2 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), fc.integer(), (rows, seed) => {
        const values = rows.map((r) => r[0]);
        const data = modelTable(
          continuous("x", values, values.some(Number.isNaN)),
          discrete(
            "c",
            rows.map((r) => r[1]),
            ["a", "b", "c"],
          ),
        );
        const encoder = fitMatrixEncoder(data, { seed });
        const encoded = encoder.encode(data.table, new Random(seed));
        const back = encoder.decode(encoded);
        const [x, c] = back.columns as [
          Extract<Column, { kind: "number" }>,
          Extract<Column, { kind: "string" }>,
        ];
        const spread = Math.max(...values.filter((v) => !Number.isNaN(v)).map(Math.abs), 1);
        values.forEach((v, i) => {
          expect(Number.isNaN(x.values[i]!)).toBe(Number.isNaN(v));
          const alpha = encoded.alphas[i]!;
          if (!Number.isNaN(v) && Math.abs(alpha) < 0.98)
            expect(Math.abs(x.values[i]! - v)).toBeLessThanOrEqual(spread * 1e-5);
        });
        expect([...c.codes]).toEqual(rows.map((r) => r[1]));
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("lays spans out without gaps, missing as a category and as a flag", () => {
    const data = modelTable(
      continuous("x", [1, 2, 3, Number.NaN, 5], true),
      discrete("c", [0, 1, -1, 0, 1], ["a", "b"]),
    );
    const { layout, modes } = fitMatrixEncoder(data, { seed: 1 });
    let offset = 0;
    for (const span of layout.spans) {
      expect(span.offset).toBe(offset);
      offset += span.size;
    }
    expect(layout.width).toBe(offset);
    expect(layout.spans.map((s) => (s.kind === "tanh" ? "tanh" : s.role))).toEqual([
      "tanh",
      "mode",
      "missing",
      "category",
    ]);
    expect(layout.spans.map((s) => s.size)).toEqual([1, modes[0]!.means.length, 2, 3]);
  });

  it("gives a value that many rows have a mode of its own, exact whatever α says", () => {
    const values = Array.from({ length: 2000 }, (_, i) => (i % 3 === 0 ? 1000 + ((i * 37) % 500) : 0));
    const data = modelTable(continuous("x", values));
    const encoder = fitMatrixEncoder(data, { seed: 3 });
    const point = encoder.modes[0]!.stds.indexOf(0);
    expect(encoder.modes[0]!.means[point]).toBe(0);
    const encoded = encoder.encode(data.table, new Random(1));
    for (let i = 0; i < values.length; i++) expect(encoded.codes[i] === point).toBe(values[i] === 0);
    const noisy = { ...encoded, alphas: encoded.alphas.map(() => 0.7) };
    const decoded = encoder.decode(noisy).columns[0] as { values: Float64Array };
    for (let i = 0; i < values.length; i++) expect(decoded.values[i] === 0).toBe(values[i] === 0);
  });

  it("draws modes from their responsibilities", () => {
    const values = Array.from({ length: 4000 }, (_, i) => (i % 4 === 0 ? 0 : 100) + ((i * 37) % 11) - 5);
    const data = modelTable(continuous("x", values));
    const encoder = fitMatrixEncoder(data, { seed: 3, maxModes: 2 });
    const encoded = encoder.encode(data.table, new Random(1));
    const low = encoder.modes[0]!.means[0]! < 50 ? 0 : 1;
    for (let i = 0; i < values.length; i++) expect(encoded.codes[i] === low).toBe(values[i]! < 50);
  });

  it("encodes Adult within the precision of a float and loads what it saved", () => {
    const table = readSimpleCsv("test/fixtures/golden/adult_real.csv");
    const { data } = prepare(table, plainSpecs(table), { seed: 1 });
    const encoder = fitMatrixEncoder(data, { seed: 1 });
    const loaded = loadEncoder(savedEncoderSchema.parse(JSON.parse(JSON.stringify(encoder.save()))));
    expect(loaded.layout).toEqual(encoder.layout);
    const rows = loaded.encode(data.table, new Random(5));
    expect(rows).toEqual(encoder.encode(data.table, new Random(5)));
    const age = loaded.decode(rows).columns[0]!;
    const real = data.table.columns[0]!;
    if (age.kind !== "number" || real.kind !== "number") throw new Error("age is a number");
    const wrong = age.values.filter((v, i) => Math.round(v) !== real.values[i]).length;
    expect(wrong / table.rows).toBeLessThan(0.01);
    expect(savedEncoderSchema.safeParse({ version: 2 }).success).toBe(false);
  });
});
