import { expect, it } from "vitest";
import { modelSchema } from "../../../../src/config/modelOptions/model.ts";
import { fitModel } from "../../../../src/models/registry.ts";
import { Random } from "../../../../src/numerics/random.ts";
import { type Column, findColumn, makeTable, type Table } from "../../../../src/table/table.ts";
import { prepare } from "../../../../src/transform/prepare.ts";
import { columnSpec } from "../../../transform/columnSpecs.ts";

const rows = 4000;
const positives = 20;

/** One row of 200 is fraud: at night, with amounts about three deviations higher. */
function payments(seed: number): Table {
  const random = new Random(seed);
  const isFraud = (i: number) => i % (rows / positives) === 0;
  const numbers = (name: string, draw: (i: number) => number): Column => ({
    kind: "number",
    name,
    values: Float64Array.from({ length: rows }, (_, i) => draw(i)),
  });
  return makeTable([
    numbers("amount", (i) => Math.round(100 * (50 + 8 * random.normal() + (isFraud(i) ? 25 : 0))) / 100),
    numbers("hour", (i) => (isFraud(i) ? random.below(6) : random.below(24))),
    numbers("age", () => 18 + random.below(60)),
    {
      kind: "string",
      name: "class",
      codes: Int32Array.from({ length: rows }, (_, i) => (isFraud(i) ? 1 : 0)),
      dictionary: ["no", "yes"],
    },
  ]);
}

const meanWhere = (table: Table, name: string, wanted: string) => {
  const [column, classes] = [findColumn(table, name)!, findColumn(table, "class")!];
  if (column.kind === "string" || classes.kind !== "string") throw new Error("not the columns of payments");
  const code = classes.dictionary.indexOf(wanted);
  const values = column.values.filter((_, i) => classes.codes[i] === code);
  return { count: values.length, mean: values.reduce((a, b) => a + b, 0) / values.length };
};

it("a class of one row in two hundred keeps its count and the means that tell it; the other columns keep their own", async () => {
  const table = payments(5);
  const specs = table.columns.map(({ name, kind }) =>
    columnSpec(name, kind === "string" ? "categorical" : "numerical", {
      decimals: kind === "string" ? null : 2,
      minCategoryCount: 5,
    }),
  );
  const { data } = prepare(table, specs, { seed: 1 });
  const model = await fitModel(
    modelSchema.parse({ type: "circuit", maxLatentStates: 16, epochs: 4, refine: false }),
    data,
    { seed: 1, signal: new AbortController().signal, progress: () => {}, warn: () => {} },
  );
  const batches: Table[] = [];
  for await (const batch of model.sample(rows, { seed: 1 })) batches.push(batch);
  const asked: Table[] = [];
  const where = [{ column: "class", op: "in" as const, values: ["yes"] }];
  for await (const batch of model.sample(1000, { seed: 1, where })) asked.push(batch);
  await model.dispose();
  const [made, yes] = [batches[0]!, asked[0]!];
  expect(Math.abs(meanWhere(made, "amount", "yes").count - positives)).toBeLessThanOrEqual(1);
  const real = meanWhere(data.table, "amount", "yes").mean;
  expect(meanWhere(yes, "amount", "yes").mean / real).toBeGreaterThan(0.93);
  expect(meanWhere(yes, "amount", "yes").mean / real).toBeLessThan(1.07);
  expect(meanWhere(yes, "hour", "yes").mean).toBeLessThan(4.5);
  expect(meanWhere(yes, "age", "yes").mean).toBeCloseTo(meanWhere(data.table, "age", "no").mean, -0.5);
  expect(meanWhere(made, "amount", "no").mean / meanWhere(data.table, "amount", "no").mean).toBeCloseTo(1, 2);
});
