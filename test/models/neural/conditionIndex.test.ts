import { expect, it } from "vitest";
import { cumulate, drawIndex, indexConditions } from "../../../src/models/neural/conditionIndex.ts";
import { outputLayout } from "../../../src/models/neural/outputLayout.ts";
import { Random } from "../../../src/numerics/random.ts";

const layout = outputLayout({
  width: 6,
  alphaCount: 1,
  codeCount: 2,
  spans: [
    { kind: "tanh", column: 0, offset: 0, size: 1, index: 0 },
    { kind: "softmax", role: "mode", column: 0, offset: 1, size: 2, index: 0 },
    { kind: "softmax", role: "category", column: 1, offset: 3, size: 3, index: 1 },
  ],
});

it("puts the blocks of discrete columns first and the alphas last", () => {
  expect(layout).toMatchObject({
    width: 6,
    blockSizes: [3, 2],
    conditionBlocks: 1,
    conditionWidth: 3,
    softmaxWidth: 5,
    alphaColumns: [0],
  });
  expect(layout.blocks.map((b) => b.code)).toEqual([1, 0]);
});

it("groups rows by category and weighs categories by log-frequency", () => {
  const codes = Int32Array.of(0, 2, 0, 0, 1, 2, 0, 0, 0, 2);
  const encoded = { rows: 5, codes, alphas: new Float32Array(5) };
  const [block] = indexConditions(encoded, layout, true);
  expect([...block!.start]).toEqual([0, 2, 2, 5]);
  expect([...block!.rows]).toEqual([1, 3, 0, 2, 4]);
  const total = Math.log(3) + Math.log(4);
  expect(block!.cumulative[0]).toBeCloseTo(Math.log(3) / total, 12);
  expect([...block!.cumulative].slice(1)).toEqual([block!.cumulative[0], 1]);
});

it("draws by weight, never an index of weight 0", () => {
  const random = new Random(1);
  const weights = Float64Array.of(0, 1, 0, 3, 0, 0);
  const cumulative = cumulate(weights);
  const counts = new Float64Array(6);
  for (let i = 0; i < 20_000; i++) counts[drawIndex(cumulative, random)]!++;
  expect(counts[3]! / 20_000).toBeCloseTo(0.75, 1);
  expect([counts[0], counts[2], counts[4], counts[5]]).toEqual([0, 0, 0, 0]);
});
