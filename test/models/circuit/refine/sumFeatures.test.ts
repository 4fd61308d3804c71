import { expect, it } from "vitest";
import { circuitOptions } from "../../../../src/config/modelOptions/circuit.ts";
import { circuit } from "../../../../src/models/circuit/circuit.ts";
import type { FittedCircuit } from "../../../../src/models/circuit/fittedCircuit.ts";
import type { ModelState } from "../../../../src/models/synthesizer.ts";
import { Random } from "../../../../src/numerics/random.ts";
import { makeTable, type NumberColumn } from "../../../../src/table/table.ts";
import type { ModelTable } from "../../../../src/transform/modelTable.ts";

const rows = 3000;
const names = ["fare", "extra", "tip"];

/** Fees of which the last is a fifth of the sum of all three in most rows, as a tip is of what is paid. */
function fees(written: boolean): ModelTable {
  const random = new Random(4);
  const values = names.map(() => new Float64Array(rows));
  for (let i = 0; i < rows; i++) {
    const fare = 20 + random.below(120);
    const extra = [4, 12, 40, 60][random.below(4)]!;
    const tip = random.uniform() < 0.8 ? Math.round((fare + extra) / 4) : random.below(50);
    [fare, extra, tip].forEach((x, j) => {
      values[j]![i] = x;
    });
  }
  return {
    table: makeTable(names.map((name, j) => ({ kind: "number", name, values: values[j]! }))),
    columns: names.map((name, j) => ({
      kind: "continuous",
      name,
      decimals: 0,
      min: Math.min(...values[j]!),
      max: Math.max(...values[j]!),
      missing: false,
    })),
    ...(written && {
      written: [{ name: "total", terms: names.map((name) => [name, 1] as const), isProduct: false }],
    }),
  };
}

async function trained(written: boolean): Promise<FittedCircuit> {
  const options = circuitOptions.parse({ type: "circuit", maxLatentStates: 8, refine: "moves" });
  const context = { seed: 1, signal: new AbortController().signal, progress: () => {}, warn: () => {} };
  return (await circuit.fit(fees(written), options, context)) as FittedCircuit;
}

async function draw(model: FittedCircuit): Promise<Float64Array[]> {
  const columns: number[][] = names.map(() => []);
  for await (const batch of model.sample(rows, { seed: 2 }))
    batch.columns.forEach((column, j) => {
      columns[j]!.push(...(column as NumberColumn).values);
    });
  return columns.map((column) => Float64Array.from(column));
}

function fifths([fare, extra, tip]: readonly Float64Array[]): number {
  const hits = tip!.filter((x, i) => Math.abs(x / (fare![i]! + extra![i]! + x) - 0.2) < 0.01);
  return hits.length / tip!.length;
}

it("keeps what a part is of a sum, which columns and pairs of them do not show, and comes back from a file", async () => {
  const model = await trained(true);
  const made = await draw(model);
  const plain = fifths(await draw(await trained(false)));
  const real = fifths(fees(true).table.columns.map((column) => (column as NumberColumn).values));
  expect(real - fifths(made)).toBeLessThan(0.7 * (real - plain));
  const saved = await model.save();
  const copy: ModelState = { json: JSON.parse(JSON.stringify(saved.json)), parts: saved.parts };
  expect(await draw((await circuit.load(copy)) as FittedCircuit)).toEqual(made);
  const forge = (change: (sum: { part?: number; edges: number[] }) => void) => {
    const forged = JSON.parse(JSON.stringify(saved.json));
    change(forged.moves.sums.at(-1));
    return circuit.load({ json: forged, parts: saved.parts });
  };
  await expect(
    forge((sum) => {
      sum.part = 7;
    }),
  ).rejects.toThrow(/not of its sum/);
  await expect(forge((sum) => sum.edges.reverse())).rejects.toThrow(/out of order/);
});
