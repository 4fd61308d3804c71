import { describe, expect, it } from "vitest";
import { FittedCircuit } from "../../../src/models/circuit/fittedCircuit.ts";
import { plainInference } from "../../../src/models/circuit/query/inference.ts";
import { nativeInference } from "../../../src/models/circuit/query/nativeInference.ts";
import type { Condition } from "../../../src/table/condition.ts";
import type { StringColumn, Table } from "../../../src/table/table.ts";
import { enumerate, randomParameters, tinyBooks, tinyShape } from "./tinyCircuit.ts";

const parameters = randomParameters(11);
const joint = enumerate(parameters);

function model(): FittedCircuit {
  return new FittedCircuit({
    columns: tinyBooks.map((b) => b.column),
    books: tinyBooks,
    shape: tinyShape,
    parameters,
    ratio: undefined,
    moves: undefined,
    notes: null,
  });
}

/** −1 = missing. */
function tableOf(rows: readonly (readonly number[])[]): Table {
  return {
    rows: rows.length,
    columns: tinyBooks.map(
      (book, j): StringColumn => ({
        kind: "string",
        name: book.column.name,
        codes: Int32Array.from(rows, (r) => r[j]!),
        dictionary: book.kind === "category" ? book.column.categories : [],
      }),
    ),
  };
}

function probability(agrees: (row: readonly number[]) => boolean): number {
  return joint.reduce((sum, { row, p }) => sum + (agrees(row) ? p : 0), 0);
}

async function frequencies(circuit: FittedCircuit, rows: number, where: readonly Condition[]) {
  const count = new Map<string, number>();
  for await (const batch of circuit.sample(rows, { seed: 5, where })) {
    const codes = batch.columns.map((c) => (c as StringColumn).codes);
    for (let i = 0; i < batch.rows; i++) {
      const key = codes.map((c) => c[i]).join();
      count.set(key, (count.get(key) ?? 0) + 1 / rows);
    }
  }
  return count;
}

describe("a circuit against brute-force enumeration", () => {
  it("sums to one over all rows", () => {
    expect(probability(() => true)).toBeCloseTo(1, 6);
  });

  it("gives each row its log likelihood, unknown cells summed out", async () => {
    const rows = joint.map(({ row }) => row);
    const full = await model().logLikelihood(tableOf(rows));
    joint.forEach(({ p }, i) => {
      expect(full[i]).toBeCloseTo(Math.log(p), 4);
    });
    const partial = await model().logLikelihood(tableOf([[1, -1, 2, -1]]));
    expect(partial[0]).toBeCloseTo(Math.log(probability((r) => r[0] === 1 && r[2] === 2)), 4);
  });

  it("gives each cell its probability given the rest of the row", async () => {
    const cells = await model().cellLogLikelihood(tableOf(joint.map(({ row }) => row)));
    joint.forEach(({ row, p }, i) => {
      for (let j = 0; j < 4; j++) {
        const rest = probability((r) => r.every((v, c) => c === j || v === row[c]));
        expect(cells[j]![i]).toBeCloseTo(Math.log(p / rest), 4);
      }
    });
  });

  it("answers the same in plain code and on onnxruntime", async () => {
    const tokens = [0, 1, 2, 3].map((j) =>
      Int32Array.from(joint, ({ row }, i) => (i % 5 === j ? -1 : row[j]!)),
    );
    const native = await nativeInference(tinyShape, parameters, 1);
    for (const want of ["logLikelihood", "belief", "posterior"] as const) {
      const a = await native.infer(tokens, 0, joint.length, want);
      const b = await plainInference(tinyShape, parameters).infer(tokens, 0, joint.length, want);
      a.logLikelihood.forEach((x, i) => {
        expect(x).toBeCloseTo(b.logLikelihood[i]!, 4);
      });
      a.latents.forEach((values, v) => {
        values.forEach((x, i) => {
          expect(x).toBeCloseTo(b.latents[v]![i]!, 4);
        });
      });
    }
    await native.dispose();
  });

  it("knows the probability of conditions on values, sets and presence", () => {
    const where: Condition[] = [
      { column: "c2", op: "in", values: ["v1", "v3"] },
      { column: "c0", op: "in", values: ["v2"] },
      { column: "c1", op: "present" },
    ];
    const expected = probability((r) => (r[2] === 1 || r[2] === 3) && r[0] === 2);
    expect(model().logProbability(where)).toBeCloseTo(Math.log(expected), 5);
  });

  it("samples rows in their proportions, with and without conditions", async () => {
    for (const where of [[], [{ column: "c2", op: "in", values: ["v1", "v3"] }] satisfies Condition[]]) {
      const agrees = (r: readonly number[]) => where.length === 0 || r[2] === 1 || r[2] === 3;
      const all = probability(agrees);
      const seen = await frequencies(model(), 40_000, where);
      for (const { row, p } of joint) {
        const expected = agrees(row) ? p / all : 0;
        const error = 5 * Math.sqrt(expected / 40_000) + 1e-9;
        expect(Math.abs((seen.get(row.join()) ?? 0) - expected)).toBeLessThan(error);
      }
    }
  });

  it("imputes the likeliest value, and draws in the proportions of the rest of the row", async () => {
    const known = [1, -1, -1, 0];
    const [best] = await model().impute(tableOf([known]), { seed: 1, draws: 1 });
    const share = (j: number, v: number) => probability((r) => r[0] === 1 && r[3] === 0 && r[j] === v);
    for (const j of [1, 2]) {
      const sizes = tinyShape.sizes[j]!;
      const likeliest = Array.from({ length: sizes }, (_, v) => share(j, v)).reduce(
        (top, p, v, all) => (p > all[top]! ? v : top),
        0,
      );
      expect((best!.columns[j] as StringColumn).codes[0]).toBe(likeliest);
    }
    const rows = 20_000;
    const draws = await model().impute(tableOf(Array.from({ length: rows }, () => known)), {
      seed: 1,
      draws: 2,
    });
    const count = new Float64Array(8);
    for (let i = 0; i < rows; i++) {
      const [b, c] = [1, 2].map((j) => (draws[1]!.columns[j] as StringColumn).codes[i]!) as [number, number];
      count[b * 4 + c]! += 1 / rows;
    }
    const all = probability((r) => r[0] === 1 && r[3] === 0);
    for (let b = 0; b < 2; b++)
      for (let c = 0; c < 4; c++) {
        const p = probability((r) => r[0] === 1 && r[3] === 0 && r[1] === b && r[2] === c) / all;
        expect(Math.abs(count[b * 4 + c]! - p)).toBeLessThan(5 * Math.sqrt(p / rows));
      }
  });

  it("refuses conditions it cannot meet, saying what would do", async () => {
    const sample = async (where: readonly Condition[]) => {
      for await (const _ of model().sample(1, { seed: 1, where })) return;
    };
    await expect(sample([{ column: "nope", op: "present" }])).rejects.toThrow(/no column "nope".*c0, c1/);
    await expect(sample([{ column: "c0", op: "in", values: ["x"] }])).rejects.toThrow(
      /no category "x"; it has v0/,
    );
    await expect(sample([{ column: "c0", op: "range", min: 1, max: 2 }])).rejects.toThrow(/not a range/);
    await expect(sample([{ column: "c0", op: "missing" }])).rejects.toThrow(/no value of column c0/);
  });
});
