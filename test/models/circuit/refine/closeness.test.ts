import { expect, it } from "vitest";
import { circuitOptions } from "../../../../src/config/modelOptions/circuit.ts";
import { circuit } from "../../../../src/models/circuit/circuit.ts";
import type { FittedCircuit } from "../../../../src/models/circuit/fittedCircuit.ts";
import { Random } from "../../../../src/numerics/random.ts";
import type { Table } from "../../../../src/table/table.ts";

const rows = 1600;
const names = ["a", "b", "c", "d"];

/** Rows near a bent line: a circuit of few states misses it, so that they are refined. */
function draw(seed: number): Float64Array[] {
  const random = new Random(seed);
  const columns = names.map(() => new Float64Array(rows));
  for (let i = 0; i < rows; i++) {
    const at = 6 * random.uniform();
    [at, at ** 2 / 6, 3 + 3 * Math.sin(at), 6 * random.uniform()].forEach((x, j) => {
      columns[j]![i] = Math.round(100 * (x + 0.15 * random.normal())) / 100;
    });
  }
  return columns;
}

/** Mean absolute difference of the columns to the nearest of the rows. */
function nearest(columns: readonly Float64Array[], row: readonly number[]): number {
  let best = Infinity;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < row.length && sum < best; j++) sum += Math.abs(columns[j]![i]! - row[j]!);
    best = Math.min(best, sum);
  }
  return best;
}

it("leaves refined rows no nearer to training rows than to as many unseen ones, as far as chance lets one see", async () => {
  const training = draw(1);
  const unseen = draw(2);
  const table: Table = {
    rows,
    columns: training.map((values, j) => ({ kind: "number", name: names[j]!, values })),
  };
  const columns = names.map((name, j) => ({
    kind: "continuous" as const,
    name,
    decimals: 2,
    min: Math.min(...training[j]!),
    max: Math.max(...training[j]!),
    missing: false,
  }));
  const model = (await circuit.fit(
    { table, columns },
    circuitOptions.parse({ type: "circuit", maxLatentStates: 8 }),
    { seed: 1, signal: new AbortController().signal, progress: () => undefined, warn: () => undefined },
  )) as FittedCircuit;
  expect(model.notes).toMatchObject({ refinement: "moves" });
  let nearer = 0;
  for await (const batch of model.sample(rows, { seed: 3 }))
    for (let i = 0; i < batch.rows; i++) {
      const row = batch.columns.map((column) => (column.kind === "number" ? column.values[i]! : Number.NaN));
      const [own, other] = [nearest(training, row), nearest(unseen, row)];
      nearer += own < other ? 1 : own === other ? 0.5 : 0;
    }
  await model.dispose();
  expect(nearer / rows).toBeLessThan(0.5 + 3 * Math.sqrt(0.25 / rows));
});
