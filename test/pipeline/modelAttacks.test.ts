import { describe, expect, it } from "vitest";
import { modelSchema } from "../../src/config/modelOptions/model.ts";
import { fitModel } from "../../src/models/registry.ts";
import { Random } from "../../src/numerics/random.ts";
import { attackedModel } from "../../src/pipeline/savedModel/attackedModel.ts";
import type { MeasureInput } from "../../src/quality/measure.ts";
import { modelImputation } from "../../src/quality/privacy/model/modelImputation.ts";
import { modelLikelihood } from "../../src/quality/privacy/model/modelLikelihood.ts";
import { makeTable, type Table } from "../../src/table/table.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { quietContext } from "../models/modelRun.ts";
import { columnSpec } from "../transform/columnSpecs.ts";

const words = Array.from({ length: 8 }, (_, i) => `word ${i}`);
const names = ["a", "b", "c", "d", "e", "f"];

/** Six independent columns of eight words each: nothing can be learned of one row from others. */
function noise(rows: number, seed: number): Table {
  const random = new Random(seed);
  return makeTable(
    names.map((name) => ({
      kind: "string",
      name,
      dictionary: words,
      codes: Int32Array.from({ length: rows }, () => random.below(words.length)),
    })),
  );
}

async function attack(options: {
  readonly rows: number;
  readonly states: number;
  readonly holdout: Table | null;
}) {
  const real = noise(options.rows, 1);
  const specs = names.map((name) => columnSpec(name, "categorical"));
  const { data, restore } = prepare(real, specs, { seed: 1 });
  const circuit = modelSchema.parse({ type: "circuit", maxLatentStates: options.states, refine: false });
  const model = await fitModel(circuit, data, quietContext());
  const columns = names.map((name) => ({ name, sdtype: "categorical", role: "feature" }) as const);
  const input = {
    real,
    synthetic: real,
    holdout: options.holdout,
    columns,
    names: { real: "real", synthetic: "synthetic" },
    model: attackedModel(model, restore),
    seed: 1,
    created: "",
  };
  const given = { input, quality: { columns } } as unknown as MeasureInput;
  const found = { likelihood: await modelLikelihood(given), imputation: await modelImputation(given) };
  await model.dispose();
  return found;
}

describe("attacks on a model file", () => {
  it("find a circuit with about a state for every row of a table large enough not to be held back: it remembers them", async () => {
    const { likelihood, imputation } = await attack({ rows: 500, states: 400, holdout: noise(500, 2) });
    expect(likelihood!.value).toBeGreaterThan(0.8);
    expect(likelihood!.status).toBe("watch");
    expect(likelihood!.meaning).toContain("keep the model file");
    expect(imputation!.value).toBeGreaterThan(0.2);
    expect(imputation!.status).toBe("watch");
  });

  // of pure noise nothing is likely but what was fitted: p parameters on n rows give an AUC of about Φ(√(p / 2n)), .57 at 2,000 rows
  it("find nothing in a circuit of few states on many rows", async () => {
    const { likelihood, imputation } = await attack({ rows: 20_000, states: 2, holdout: noise(600, 2) });
    expect(Math.abs(likelihood!.value! - 0.5)).toBeLessThan(0.06);
    expect(likelihood!.status).toBe("good");
    expect(imputation!.status).toBe("good");
  });

  it("say nothing without rows that the model never saw, or with too few", async () => {
    for (const holdout of [null, noise(10, 2)])
      expect(await attack({ rows: 60, states: 4, holdout })).toEqual({ likelihood: null, imputation: null });
  });
});
