import { expect, it } from "vitest";
import { circuitOptions } from "../../../../src/config/modelOptions/circuit.ts";
import { circuit } from "../../../../src/models/circuit/circuit.ts";
import { shapeOf } from "../../../../src/models/circuit/circuitModel.ts";
import { tokenShares } from "../../../../src/models/circuit/tokens/codebook.ts";
import { chowLiuTree } from "../../../../src/models/circuit/train/chowLiuTree.ts";
import { seededParameters } from "../../../../src/models/circuit/train/initial.ts";
import { openNativeEm } from "../../../../src/models/circuit/train/nativeEm.ts";
import { plainEm } from "../../../../src/models/circuit/train/plainEm.ts";
import { tablePriors } from "../../../../src/models/circuit/train/prior.ts";
import type { FitContext } from "../../../../src/models/synthesizer.ts";
import { Random } from "../../../../src/numerics/random.ts";
import type { ModelTable } from "../../../../src/transform/modelTable.ts";
import { correlation, numbers, quietContext, sampleAll } from "../../modelRun.ts";

/** Columns in threes: a normal number, the same with noise, a flag that says whether the first is above 0. */
function wideTable(width: number, rows: number, seed: number): ModelTable {
  const random = new Random(seed);
  const table: ModelTable["table"]["columns"][number][] = [];
  const columns: ModelTable["columns"][number][] = [];
  for (let j = 0; j < width / 3; j++) {
    const draw = (of: () => number) =>
      Float64Array.from({ length: rows }, () => Math.round(of() * 100) / 100);
    const x = draw(() => random.normal());
    let i = 0;
    const y = draw(() => x[i++]! + 0.3 * random.normal());
    for (const [name, values] of [
      [`x${j}`, x],
      [`y${j}`, y],
    ] as const) {
      table.push({ kind: "number", name, values });
      const [min, max] = [Math.min(...values), Math.max(...values)];
      columns.push({ kind: "continuous", name, decimals: 2, min, max, missing: false });
    }
    const categories = ["no", "yes"];
    table.push({
      kind: "string",
      name: `f${j}`,
      codes: Int32Array.from(x, (v) => Number(v > 0)),
      dictionary: categories,
    });
    columns.push({ kind: "discrete", name: `f${j}`, categories, missing: false });
  }
  return { table: { rows, columns: table }, columns };
}

/** Mean correlation of the pairs that follow each other (.958 in the data), in rows drawn. */
async function kept(width: number, context: Partial<FitContext> = {}) {
  const model = await circuit.fit(
    wideTable(width, 120, 1),
    circuitOptions.parse({ type: "circuit" }),
    quietContext(context),
  );
  const drawn = await sampleAll(model, 1000);
  await model.dispose();
  const pairs = width / 3;
  const mean = (shift: number) =>
    Array.from({ length: pairs }, (_, j) =>
      correlation(numbers(drawn, `x${j}`), numbers(drawn, `y${(j + shift) % pairs}`)),
    ).reduce((a, b) => a + b, 0) / pairs;
  return { follows: mean(0), strange: mean(3) };
}

it("keeps as much of what follows from what in a wide table, in plain code, as in a narrow one", async () => {
  const fractions: number[] = [];
  const warnings: string[] = [];
  const wide = await kept(105, {
    progress: ({ fraction }) => fractions.push(fraction),
    warn: (message) => warnings.push(message),
  });
  const narrow = await kept(30);
  expect(wide.follows).toBeGreaterThan(narrow.follows - 0.1);
  expect(Math.abs(wide.strange)).toBeLessThan(0.1);
  expect(warnings).toEqual([]);
  expect(fractions.every((f, i) => i === 0 || f >= fractions[i - 1]!)).toBe(true);
  expect(fractions.filter((f) => f < 0.5).length).toBeGreaterThan(2);
});

it("finds the same likelihood in plain code as on onnxruntime in a table of 30 columns", async () => {
  const random = new Random(4);
  const rows = 200;
  const base = Int32Array.from({ length: rows }, () => random.below(6));
  const tokens = Array.from({ length: 30 }, () =>
    base.map((t) => (random.uniform() < 0.7 ? t : random.below(6))),
  );
  const sizes = tokens.map(() => 6);
  const tree = await chowLiuTree({ tokens, sizes, ordered: sizes.map(() => true) }, new Random(1));
  const shape = shapeOf(tree, sizes, 4);
  const smoothing = { emission: 0.3, perCategory: 0, transition: 0.1, normal: 40 };
  const priors = tablePriors(
    shape,
    {
      shares: tokens.map((t) => tokenShares(t, 6)),
      atoms: sizes.map((size) => new Uint8Array(size)),
      repeats: new Float64Array(30).fill(1),
    },
    smoothing,
  );
  const problem = {
    shape,
    priors,
    smoothing,
    rows,
    start: seededParameters(shape, priors, tokens, new Random(2)),
  };
  const index = Uint32Array.from({ length: rows }, (_, i) => i);
  const engines = [plainEm(problem), await openNativeEm(problem, { threads: 1, batch: 50 })];
  const means: number[] = [];
  for (const engine of engines) {
    for (let t = 0; t < 12; t++)
      await engine.step(tokens, index.subarray((t % 4) * 50, (t % 4) * 50 + 50), (t + 2) ** -0.7);
    await engine.fullStep(tokens, index);
    const scores = await engine.logLikelihood(tokens, index);
    means.push(scores.reduce((a, b) => a + b, 0) / rows);
    await engine.dispose();
  }
  expect(means[0]).toBeCloseTo(means[1]!, 3);
});
