import { onnx } from "onnx-proto";
import { expect, it } from "vitest";
import * as f from "../../../src/engine/functions.ts";
import { emitGraph } from "../../../src/engine/onnx/emitGraph.ts";
import { encodeModel } from "../../../src/engine/onnx/encodeModel.ts";
import type { Tensor } from "../../../src/engine/tensor.ts";
import { compile, randomValues, relativeError } from "../evaluate.ts";

const a = f.input("a", [3, 4]);
const b = f.input("b", [4, 2]);
const c = f.input("c", [1, 2]);

function decoded(value: Tensor): onnx.GraphProto {
  const graph = emitGraph("g", [a, b, c], [{ name: "out", value }]);
  return onnx.ModelProto.decode(encodeModel(graph)).graph as onnx.GraphProto;
}

it("is read by an independent decoder", () => {
  const graph = decoded(f.leakyRelu(f.matmul(a, b), 0.25));
  expect(graph.node.map((n) => n.opType)).toEqual(["Gemm", "LeakyRelu"]);
  expect(graph.node[1]!.attribute![0]).toMatchObject({ name: "alpha", f: 0.25 });
  expect(graph.input.map((i) => i.name)).toEqual(["a", "b", "c"]);
  expect(graph.output[0]!.name).toBe("out");
});

it("makes one Gemm of a scaled product and what is added to it", async () => {
  const value = f.add(f.mul(f.matmul(a, b), 3), f.mul(c, 0.5));
  expect(decoded(value).node.map((n) => n.opType)).toEqual(["Gemm"]);
  const values = randomValues([value]);
  const [out] = await (await compile([value]))(values);
  const expected = Array.from({ length: 6 }, (_, at) => {
    let total = 0.5 * values["c"]![at % 2]!;
    for (let k = 0; k < 4; k++)
      total += 3 * values["a"]![4 * Math.floor(at / 2) + k]! * values["b"]![2 * k + (at % 2)]!;
    return total;
  });
  expect(relativeError(out!, expected)).toBeLessThan(1e-6);
});

it("emits equal nodes once and leaves a product that is used twice alone", () => {
  const product = f.matmul(a, b);
  const value = f.mul(f.add(product, c), f.mul(f.exp(product), f.exp(f.matmul(a, b))));
  expect(
    decoded(value)
      .node.map((n) => n.opType)
      .sort(),
  ).toEqual(["Add", "Exp", "Gemm", "Mul", "Mul"]);
});

it("names an input that is not listed", () => {
  expect(() => emitGraph("g", [a], [{ name: "out", value: f.matmul(a, b) }])).toThrow(
    "input b is not listed",
  );
});
