import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import * as f from "../../src/engine/functions.ts";
import { makeTensor } from "../../src/engine/functions.ts";
import { gradients } from "../../src/engine/gradients.ts";
import type { Tensor } from "../../src/engine/tensor.ts";
import { compile, differences, randomValues, relativeError } from "./evaluate.ts";

const x = f.input("x", [4, 6]);
const y = f.input("y", [4, 6]);
const row = f.input("row", [1, 6]);
const w = f.input("w", [6, 3]);
const weights = f.input("weights", [4, 6]);

/** A scalar in which every element of t counts differently. */
function scalar(t: Tensor): Tensor {
  const flat = f.reshape(t, [1, t.shape.reduce((a, b) => a * b, 1)]);
  const scale = f.constant(
    Float32Array.from({ length: flat.shape[1]! }, (_, i) => Math.sin(i + 1)),
    flat.shape,
  );
  return f.sum(f.mul(flat, scale));
}

describe("first derivatives agree with finite differences", () => {
  const cases: [name: string, value: Tensor, shift?: number, scale?: number][] = [
    ["add, broadcast", f.add(x, row)],
    ["sub, broadcast", f.sub(row, x)],
    ["mul, broadcast", f.mul(x, row)],
    ["div", f.div(x, y), 3, 0.3],
    ["exp", f.exp(x)],
    ["log", f.log(x), 3, 0.3],
    ["sqrt", f.sqrt(x), 3, 0.3],
    ["tanh", f.tanh(x)],
    ["sin", f.sin(x)],
    ["cos", f.cos(x)],
    ["clamp", f.clamp(x, -10, 10)],
    ["relu", f.relu(x), 1, 0.2],
    ["leakyRelu", f.leakyRelu(f.neg(x), 0.2), 1, 0.2],
    ["matmul", f.matmul(x, w)],
    ["matmul, both transposed", f.matmul(w, x, { transA: true, transB: true })],
    ["matmul, first transposed", f.matmul(x, y, { transA: true })],
    ["matmul, second transposed", f.matmul(x, y, { transB: true })],
    ["sum over rows", f.sum(f.mul(x, x), [0])],
    ["mean over columns", f.mean(f.mul(x, x), [1])],
    [
      "slices that overlap and leave gaps",
      f.add(f.slice(x, 1, 0, 2), f.mul(f.slice(x, 1, 1, 3), f.slice(x, 1, 4, 6))),
    ],
    ["concat", f.concat([f.mul(x, x), y, f.mul(x, y)], 1)],
    ["gatherRows", f.gatherRows(x, f.constant(Float32Array.of(2, 0, 2, 3, 2), [5]))],
    [
      "scatterRows",
      makeTensor("scatterRows", [x, f.constant(Float32Array.of(2, 0, 2, 4), [4])], { rows: 5 }),
    ],
    ["logSoftmax", f.logSoftmax(x)],
    ["softmax", f.softmax(x)],
    ["blockSoftmax", f.blockSoftmax(x, [2, 3, 1])],
    ["blockLogSoftmax", f.blockLogSoftmax(x, [2, 3, 1])],
    ["standardize", f.standardize(x, 1e-3)],
  ];
  it.each(cases)("%s", async (_name, value, shift = 0, scale = 1) => {
    const loss = scalar(value);
    const values = randomValues([loss], 5, shift, scale);
    const wrt = [x, y, row, w].filter((t) => t.attributes.name in values);
    const run = await compile([loss]);
    const exact = await (await compile(gradients(loss, wrt)))(values);
    for (const [i, t] of wrt.entries())
      expect(relativeError(exact[i]!, await differences(run, values, t.attributes.name))).toBeLessThan(5e-3);
  });
});

it("scatters into a large table what the product with the one-hot matrix gives", async () => {
  const table = f.input("table", [700, 2]);
  const index = f.input("index", [4]);
  const g = f.input("g", [4, 2]);
  const [scattered] = gradients(f.gatherRows(table, index), [table], g) as [Tensor];
  expect(scattered.op).toBe("scatterRows");
  const product = f.matmul(f.oneHot(index, 700), g, { transA: true });
  const run = await compile([scattered, product]);
  const [a, b] = await run({
    index: Float32Array.of(699, 3, 3, 0),
    g: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  });
  expect(a).toEqual(b);
});

it("gives zeros for what does not matter and nothing through detach", async () => {
  const loss = f.sum(f.mul(f.detach(x), y));
  const [dx, dy] = await (await compile(gradients(loss, [x, y])))({
    ...randomValues([loss]),
    x: new Float32Array(24).fill(2),
  });
  expect(dx).toEqual(new Float32Array(24));
  expect(dy).toEqual(new Float32Array(24).fill(2));
});

it("reports shapes that do not fit", () => {
  expect(() => f.matmul(x, x)).toThrow("matmul: shapes [4, 6] and [4, 6] do not fit");
  expect(() => f.add(x, w)).toThrow("elementwise: shapes [4, 6] and [6, 3] do not fit");
});

describe("against tfjs", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("the gradients of a batch-normed network with a softmax loss", async () => {
    const w1 = f.input("w1", [6, 5]);
    const gamma = f.input("gamma", [1, 5]);
    const h = f.leakyRelu(f.mul(f.standardize(f.matmul(x, w1), 1e-5), gamma), 0.2);
    const w2 = f.input("w2", [5, 6]);
    const loss = f.mul(f.sum(f.mul(weights, f.logSoftmax(f.matmul(h, w2)))), -1);
    const wrt = [w1, gamma, w2, x];
    const values = randomValues([loss], 3);
    const ours = await (await compile(gradients(loss, wrt)))(values);
    const reference = tf.grads((a, g, b, input) => {
      const z = tf.matMul(input!, a!);
      const { mean, variance } = tf.moments(z, 0, true);
      const normed = z.sub(mean).div(variance.add(1e-5).sqrt());
      const hidden = tf.leakyRelu(normed.mul(g!), 0.2);
      return tf
        .sum(
          tf
            .tensor(values["weights"]!, [4, 6])
            .mul(tf.logSoftmax(tf.matMul(hidden as tf.Tensor2D, b as tf.Tensor2D))),
        )
        .mul(-1);
    });
    const theirs = reference(wrt.map((t) => tf.tensor(values[t.attributes.name]!, [...t.shape])));
    theirs.forEach((g, i) => {
      expect(relativeError(ours[i]!, g.dataSync())).toBeLessThan(1e-4);
    });
  });

  it("the second derivatives of a gradient penalty", async () => {
    const w1 = f.input("w1", [6, 5]);
    const w2 = f.input("w2", [5, 1]);
    const score = f.matmul(f.tanh(f.matmul(x, w1)), w2);
    const [inner] = gradients(score, [x]) as [Tensor];
    const norm = f.sqrt(f.sum(f.square(inner), [1]));
    const penalty = f.mean(f.square(f.sub(norm, 1)));
    const values = randomValues([penalty], 9);
    const ours = await (await compile(gradients(penalty, [w1, w2])))(values);
    const reference = tf.grads((a, b) => {
      // d score / d x by hand: tfjs loses what an inner tf.grad captures
      const h = tf.tanh(tf.matMul(tf.tensor(values["x"]!, [4, 6]) as tf.Tensor2D, a as tf.Tensor2D));
      const slope = tf.sub(1, tf.square(h)).mul(tf.transpose(b!));
      const g = tf.matMul(slope as tf.Tensor2D, a as tf.Tensor2D, false, true);
      return tf.mean(tf.square(tf.sqrt(tf.sum(tf.square(g), 1)).sub(1)));
    });
    const theirs = reference([tf.tensor(values["w1"]!, [6, 5]), tf.tensor(values["w2"]!, [5, 1])]);
    theirs.forEach((g, i) => {
      expect(relativeError(ours[i]!, g.dataSync())).toBeLessThan(1e-4);
    });
  });
});

it("differentiates a gradient penalty through leaky ReLU (finite differences)", async () => {
  const w1 = f.input("w1", [6, 5]);
  const w2 = f.input("w2", [5, 1]);
  const score = f.matmul(f.leakyRelu(f.matmul(x, w1), 0.2), w2);
  const [inner] = gradients(score, [x]) as [Tensor];
  const penalty = f.mean(f.square(f.sub(f.sqrt(f.sum(f.square(inner), [1])), 1)));
  const values = randomValues([penalty], 2);
  const [g1, g2] = await (await compile(gradients(penalty, [w1, w2])))(values);
  const run = await compile([penalty]);
  expect(relativeError(g1!, await differences(run, values, "w1", 1e-3))).toBeLessThan(1e-2);
  expect(relativeError(g2!, await differences(run, values, "w2", 1e-3))).toBeLessThan(1e-2);
});
