import { expect, it } from "vitest";
import type { OutputLayout } from "../../../src/models/neural/outputLayout.ts";
import { blockMeans, correctBlock, outputCounts } from "../../../src/models/neural/shareCalibration.ts";
import { Random } from "../../../src/numerics/random.ts";

const block = { offset: 1, size: 3, code: 0, column: 0 };
const width = 5;
const ones = new Float64Array(3).fill(1);

/** Rows whose probabilities differ, wrong on average. */
function sample(rows: number) {
  const random = new Random(1);
  const probabilities = new Float32Array(rows * width).fill(7);
  for (let i = 0; i < rows; i++) {
    const odds = [1, 5, 0.2].map((mean) => mean * Math.exp(2 * random.normal()));
    const total = odds.reduce((a, b) => a + b);
    odds.forEach((p, j) => {
      probabilities[i * width + block.offset + j] = p / total;
    });
  }
  return { probabilities, weights: new Float64Array(rows).fill(1 / rows), width };
}

it("finds the shifts with which the mean probabilities are the shares", () => {
  const shares = Float64Array.of(0, 0.6, 0.3, 0.1, 0);
  const before = sample(4000);
  const given = before.probabilities.slice();
  const shifts = correctBlock(block, before, shares, 3);
  const means = blockMeans(block, { ...before, probabilities: given }, shifts.map(Math.exp));
  [0.6, 0.3, 0.1].forEach((share, j) => {
    expect(means[j]).toBeCloseTo(share, 3);
  });
});

it("corrects the probabilities, which still sum to 1, and leaves other blocks alone", () => {
  const corrected = sample(1000);
  correctBlock(block, corrected, Float64Array.of(0, 0.2, 0.3, 0.5, 0), 3);
  const means = blockMeans(block, corrected, ones);
  [0.2, 0.3, 0.5].forEach((share, j) => {
    expect(means[j]).toBeCloseTo(share, 3);
  });
  const [left, a, b, c, right] = corrected.probabilities;
  expect(a! + b! + c!).toBeCloseTo(1, 6);
  expect([left, right]).toEqual([7, 7]);
});

it("bounds the shift of a category that the rows hardly ever have", () => {
  const probabilities = Float32Array.of(0, 1, 1e-30, 0, 0);
  const shifts = correctBlock(
    block,
    { probabilities, weights: Float64Array.of(1), width },
    Float64Array.of(0, 0.5, 0.5, 0, 0),
    3,
  );
  expect(Math.max(...shifts.map(Math.abs))).toBeLessThanOrEqual(3);
});

it("counts the rows of each category, of all rows or of some", () => {
  const layout = { blocks: [block], codeCount: 1, softmaxWidth: width } as unknown as OutputLayout;
  const encoded = { rows: 4, codes: Int32Array.of(0, 2, 2, 1), alphas: new Float32Array() };
  expect([...outputCounts(encoded, layout)]).toEqual([0, 1, 1, 2, 0]);
  expect([...outputCounts(encoded, layout, Uint32Array.of(1, 3))]).toEqual([0, 0, 1, 1, 0]);
});
