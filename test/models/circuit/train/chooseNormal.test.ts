import { expect, it } from "vitest";
import { circuitOptions } from "../../../../src/config/modelOptions/circuit.ts";
import { circuit } from "../../../../src/models/circuit/circuit.ts";
import type { FittedCircuit } from "../../../../src/models/circuit/fittedCircuit.ts";
import { isDensityModel } from "../../../../src/models/synthesizer.ts";
import { Random } from "../../../../src/numerics/random.ts";
import { attackAuc } from "../../../../src/quality/privacy/attacks/attackAuc.ts";
import type { ModelTable } from "../../../../src/transform/modelTable.ts";
import { things } from "../../things.ts";

const rows = 1500;

/** Of one kind of things every number is low or high, whatever the others are; of the other kind it lies between. */
function lowOrHigh(random: Random): ModelTable {
  const kinds = ["apart", "between"];
  const kind = Int32Array.from({ length: rows }, () => random.below(2));
  const numbers = Array.from({ length: 8 }, (_, m) => ({
    name: `m${m}`,
    values: Float64Array.from(
      kind,
      (k) => Math.round(100 * ((k === 0 ? 3 * (2 * random.below(2) - 1) : 0) + 0.5 * random.normal())) / 100,
    ),
  }));
  return {
    table: {
      rows,
      columns: [
        { name: "kind", kind: "string", codes: kind, dictionary: kinds },
        ...numbers.map((column) => ({ ...column, kind: "number" as const })),
      ],
    },
    columns: [
      { kind: "discrete", name: "kind", categories: kinds, missing: false, weights: [1, 1] },
      ...numbers.map(({ name, values }) => ({
        ...{ kind: "continuous" as const, name, decimals: 2, missing: false },
        ...{ min: Math.min(...values), max: Math.max(...values) },
      })),
    ],
  } as ModelTable;
}

async function fitted(training: ModelTable, others: ModelTable) {
  const random = new Random(3);
  const options = circuitOptions.parse({ type: "circuit", refine: false });
  const model = await circuit.fit(training, options, {
    ...{ seed: 1, signal: new AbortController().signal },
    ...{ progress: () => undefined, warn: () => undefined },
  });
  if (!isDensityModel(model)) throw new Error("a circuit knows likelihoods");
  const [inside, outside] = [
    await model.logLikelihood(training.table),
    await model.logLikelihood(others.table),
  ];
  await model.dispose();
  const { notes } = model as unknown as FittedCircuit;
  return {
    normalRows: (notes as { readonly normalRows: number }).normalRows,
    attack: attackAuc(inside, outside, random).auc,
  };
}

it("numbers that are near normal in a state follow it closely: training rows are hardly likelier than others", async () => {
  const random = new Random(1);
  const { normalRows, attack } = await fitted(things(rows, random), things(rows, random));
  expect(normalRows).toBe(1000);

  expect(attack).toBeLessThan(0.6);
});

it("numbers with gaps that no normal has keep them", async () => {
  const random = new Random(2);
  const { normalRows, attack } = await fitted(lowOrHigh(random), lowOrHigh(random));
  expect(normalRows).toBe(40);

  expect(attack).toBeLessThan(0.65);
});
