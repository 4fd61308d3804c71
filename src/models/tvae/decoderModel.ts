import { blockSoftmax, constant, input, slice, tanh } from "../../engine/functions.ts";
import { emitGraph, type NamedOutput } from "../../engine/onnx/emitGraph.ts";
import { encodeModel } from "../../engine/onnx/encodeModel.ts";
import type { Tensor } from "../../engine/tensor.ts";
import { normals } from "../neural/normals.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";
import { type Perceptron, perceive } from "./networks.ts";

/**
 * The trained decoder as an ONNX model with a free number of rows. Input: `noise` [rows, 2·⌈embeddingDim/2⌉], uniform on
 * (0, 1). Outputs: `probabilities` [rows, softmaxWidth], summing to 1 within each block, and `alphas`
 * [rows, alphaCount], their means.
 */
export function decoderModel(
  layout: OutputLayout,
  decoder: Perceptron,
  weights: (parameter: Tensor<"input">) => Float32Array,
  embeddingDim: number,
): Uint8Array {
  const half = Math.ceil(embeddingDim / 2);
  const noise = input("noise", [1, 2 * half]);
  const z = normals(slice(noise, 1, 0, half), slice(noise, 1, half, 2 * half), embeddingDim);
  const output = perceive(decoder, z, (t) => constant(Float32Array.from(weights(t)), t.shape));
  const soft = layout.softmaxWidth;
  const outputs: NamedOutput[] = [];
  if (soft > 0)
    outputs.push({
      name: "probabilities",
      value: blockSoftmax(slice(output, 1, 0, soft), layout.blockSizes),
    });
  if (layout.alphaCount > 0)
    outputs.push({ name: "alphas", value: tanh(slice(output, 1, soft, layout.width)) });
  const graph = emitGraph("decoder", [noise], outputs);
  for (const info of [...graph.input, ...graph.output])
    info.type.tensor_type.shape.dim[0] = { dim_param: "rows" };
  return encodeModel(graph);
}
