import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { type AdamOptions, adam, adamInputs, adamLoopState, adamScales } from "../../src/engine/adam.ts";
import { add, input, mul, square, sum } from "../../src/engine/functions.ts";
import { gradients } from "../../src/engine/gradients.ts";
import { TrainingLoop } from "../../src/engine/trainingLoop.ts";

const start = Float32Array.of(1, -2, 0.5, 3);
const slopes = Float32Array.from({ length: 40 }, (_, i) => Math.cos(i) * (1 + (i % 4)));

/** Minimizes Σ w² + Σ slope_t·w for ten steps, in chunks of the given sizes. */
async function minimize(options: AdamOptions, chunks: readonly number[]): Promise<Float32Array> {
  const w = { value: input("w", [1, 4]), initial: start.slice() };
  const slope = input("slope", [1, 4]);
  const loss = add(sum(square(w.value)), sum(mul(slope, w.value)));
  const stepSize = input("stepSize", [1, 1]);
  const epsilon = input("epsilon", [1, 1]);
  const before = adamInputs([w]);
  const after = adam(before, gradients(loss, [w.value]), { stepSize, epsilon }, options);
  const loop = await TrainingLoop.open(
    {
      state: adamLoopState([w], before, after),
      perStep: [slope, stepSize, epsilon],
      metrics: [{ name: "loss", value: loss }],
    },
    { threads: 1 },
  );
  let step = 0;
  for (const count of chunks) {
    const scales = Array.from({ length: count }, (_, i) => adamScales(step + i + 1, options));
    await loop.run(
      count,
      new Map([
        ["slope", slopes.subarray(4 * step, 4 * (step + count))],
        ["stepSize", Float32Array.from(scales, (s) => s.stepSize)],
        ["epsilon", Float32Array.from(scales, (s) => s.epsilon)],
      ]),
    );
    step += count;
  }
  const result = loop.read("w").slice();
  await loop.dispose();
  return result;
}

const options = { learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-8, weightDecay: 0 };

it("takes the steps tfjs takes", async () => {
  await tf.setBackend("cpu");
  const w = tf.variable(tf.tensor(start, [1, 4]));
  const optimizer = tf.train.adam(0.1, 0.5, 0.9, 1e-8);
  for (let step = 0; step < 10; step++)
    optimizer.minimize(() => {
      const slope = tf.tensor(slopes.subarray(4 * step, 4 * step + 4), [1, 4]);
      return tf.sum(tf.square(w)).add(tf.sum(slope.mul(w))) as tf.Scalar;
    });
  const expected = w.dataSync();
  const ours = await minimize(options, [10]);
  for (const [i, value] of ours.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
});

it("adds weight decay to the gradient, as a reference in double precision does", async () => {
  const o = { ...options, weightDecay: 0.3 };
  const w = Float64Array.from(start);
  const m = new Float64Array(4);
  const v = new Float64Array(4);
  for (let t = 1; t <= 10; t++)
    for (let i = 0; i < 4; i++) {
      const g = 2 * w[i]! + slopes[4 * (t - 1) + i]! + o.weightDecay * w[i]!;
      m[i] = o.beta1 * m[i]! + (1 - o.beta1) * g;
      v[i] = o.beta2 * v[i]! + (1 - o.beta2) * g * g;
      const corrected = Math.sqrt(v[i]! / (1 - o.beta2 ** t)) + o.epsilon;
      w[i]! -= (o.learningRate * (m[i]! / (1 - o.beta1 ** t))) / corrected;
    }
  const ours = await minimize(o, [10]);
  for (const [i, value] of ours.entries()) expect(value).toBeCloseTo(w[i]!, 5);
});

it("gives the same bytes however the steps are cut into chunks", async () => {
  const whole = await minimize(options, [10]);
  expect(await minimize(options, [1, 4, 5])).toEqual(whole);
  expect(
    await minimize(
      options,
      Array.from({ length: 10 }, () => 1),
    ),
  ).toEqual(whole);
});
