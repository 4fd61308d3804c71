import { afterAll, beforeAll, expect, it } from "vitest";
import type { CtganOptions } from "../../../src/config/modelOptions/ctgan.ts";
import { ctgan } from "../../../src/models/ctgan/ctgan.ts";
import type { FittedModel } from "../../../src/models/synthesizer.ts";
import { Random } from "../../../src/numerics/random.ts";
import type { Condition } from "../../../src/table/condition.ts";
import type { ModelTable } from "../../../src/transform/modelTable.ts";
import { quietContext, sampleAll, share, texts } from "../modelRun.ts";

const kinds = ["a", "b", "c", "d"];
const kindShares = [0.85, 0.1, 0.04, 0.01];
const answers = ["no", "yes"];
/** P(yes | kind). */
const yesShares = [0.05, 0.6, 0.9, 0.5];

/** Two skewed columns, one depending on the other. */
function skewedTable(rows: number): ModelTable {
  const random = new Random(1);
  const kind = new Int32Array(rows);
  const answer = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    let u = random.uniform();
    while (u >= kindShares[kind[i]!]!) u -= kindShares[kind[i]!++]!;
    answer[i] = random.uniform() < yesShares[kind[i]!]! ? 1 : 0;
  }
  return {
    table: {
      rows,
      columns: [
        { kind: "string", name: "kind", codes: kind, dictionary: kinds },
        { kind: "string", name: "answer", codes: answer, dictionary: answers },
      ],
    },
    columns: [
      { kind: "discrete", name: "kind", categories: kinds, missing: false },
      { kind: "discrete", name: "answer", categories: answers, missing: false },
    ],
  };
}

/** Too short a training to learn frequencies by itself. */
const options: CtganOptions = {
  type: "ctgan",
  embeddingDim: 16,
  generatorDim: [16],
  discriminatorDim: [16],
  generatorLr: 1e-3,
  generatorDecay: 1e-6,
  discriminatorLr: 1e-3,
  discriminatorDecay: 1e-6,
  batchSize: 100,
  discriminatorSteps: 1,
  logFrequency: true,
  epochs: 20,
  pac: 10,
};

const data = skewedTable(5000);
let model: FittedModel;
beforeAll(async () => {
  model = await ctgan.fit(data, options, quietContext());
});
afterAll(() => model.dispose());

it("recovers the shares of skewed columns", async () => {
  const table = await sampleAll(model, 20_000);
  for (const [name, values] of [
    ["kind", kinds],
    ["answer", answers],
  ] as const)
    for (const value of values) {
      const real = share(texts(data.table, name), (v) => v === value);
      expect(Math.abs(share(texts(table, name), (v) => v === value) - real)).toBeLessThan(0.02);
    }
});

it("recovers the shares given a condition, whichever column it is on, and keeps the condition exact", async () => {
  const both = async (
    column: string,
    value: string,
    other: string,
    asked: string,
  ): Promise<[number, number]> => {
    const where: Condition[] = [{ column, op: "in", values: [value] }];
    const table = await sampleAll(model, 10_000, { seed: 2, where });
    expect(new Set(texts(table, column))).toEqual(new Set([value]));
    const given = texts(data.table, column);
    const kept = texts(data.table, other).filter((_, i) => given[i] === value);
    return [share(texts(table, other), (v) => v === asked), share(kept, (v) => v === asked)];
  };
  for (const kind of ["a", "b", "c"]) {
    const [made, real] = await both("kind", kind, "answer", "yes");
    expect(Math.abs(made - real)).toBeLessThan(0.15);
  }
  const [made, real] = await both("answer", "yes", "kind", "b");
  expect(Math.abs(made - real)).toBeLessThan(0.05);
});
