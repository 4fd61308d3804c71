import { expect, it } from "vitest";
import { concat, input, matmul, square, sum } from "../../../src/engine/functions.ts";
import {
  criticEntry,
  criticValues,
  declareCritic,
  squaredInputGradient,
} from "../../../src/models/ctgan/networks.ts";
import { Random } from "../../../src/numerics/random.ts";
import { compile, randomValues, relativeError } from "../../engine/evaluate.ts";

it("has one first weight unless that is large; then tiles side by side do what one would", async () => {
  expect(declareCritic(2000, [64], new Random(1)).entryTiles).toEqual([2000]);
  const critic = declareCritic(5000, [512], new Random(1));
  expect(critic.entryTiles).toEqual([1250, 1250, 1250, 1250]);
  const values = criticValues(
    critic,
    critic.parameters.map((p) => p.value),
  );
  expect(values.weights.map((w) => w.shape)).toEqual([[1, 512]]);
  expect(values.entryBias.shape).toEqual([1, 512]);
  const packed = input("packed", [2, 5000]);
  const gradient = input("gradient", [2, 512]);
  const whole = concat(values.entry, 1);
  const outputs = [
    criticEntry({ ...values, entryBias: input("bias", [1, 512]) }, packed),
    matmul(packed, whole, { transB: true }),
    squaredInputGradient(values, gradient),
    sum(square(matmul(gradient, whole)), [1]),
  ];
  const given = { ...randomValues(outputs), bias: new Float32Array(512) };
  const [entry, wholeEntry, norms, wholeNorms] = await (await compile(outputs))(given);
  expect(relativeError(entry!, wholeEntry!)).toBeLessThan(1e-5);
  expect(relativeError(norms!, wholeNorms!)).toBeLessThan(1e-5);
});
