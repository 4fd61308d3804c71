import { clamp, constant, exp, input, makeTensor, mean, relu, slice, tanh } from "../../engine/functions.ts";
import { emitGraph, type NamedOutput } from "../../engine/onnx/emitGraph.ts";
import { encodeModel } from "../../engine/onnx/encodeModel.ts";
import { floatTensor, openSession } from "../../engine/session.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { Random } from "../../numerics/random.ts";

import { batchNorm, batchNormEpsilon, linear, type Part } from "../neural/layers.ts";
import { normalTable } from "../neural/noiseTables.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";
import type { Generator } from "./networks.ts";

/** Statistics of what a batch norm saw: one value per column. */
export interface NormStatistics {
  readonly mean: Float32Array;
  /** 1/√(variance + ε) */
  readonly inverseDeviation: Float32Array;
}

/** The values of a parameter. */
export type Weights = (parameter: Tensor<"input">) => Float32Array;

export interface TrainedGenerator {
  readonly layout: OutputLayout;
  readonly generator: Generator;
  readonly weights: Weights;
  /** Width of the noise. */
  readonly embeddingDim: number;
}

/** Logits are at most this far from their block's mean: e^80 times any number of categories is a float32. */
const largestLogit = 80;

/**
 * The trained generator as an ONNX model with a free number of rows. Inputs: `noise` [rows, embeddingDim], standard
 * normal, and `condition` [rows], the column of the condition vector that is 1, if there are any. Outputs: `odds`
 * [rows, softmaxWidth], the probabilities of each block times a factor of the row's own, and `alphas` [rows, alphaCount].
 * Batch norms are in evaluation mode, folded into the linear layers, and so is the centring of each block's logits.
 */
export function generatorModel(
  { layout, generator, weights, embeddingDim }: TrainedGenerator,
  statistics: readonly NormStatistics[],
): Uint8Array {
  const { inputs, start } = startOf(layout, embeddingDim, 1);
  let parts = [...start];
  generator.layers.forEach((layer, i) => {
    const { mean: means, inverseDeviation } = statistics[i]!;
    const gamma = weights(layer.gamma);
    const scale = inverseDeviation.map((s, j) => s * gamma[j]!);
    const shift = weights(layer.beta).map((b, j) => b - means[j]! * scale[j]!);
    const folded = layer.weights.map((w) =>
      constant(
        weights(w).map((value, at) => value * scale[at % scale.length]!),
        w.shape,
      ),
    );
    parts = [relu(shiftedLinear(parts, folded, shift)), ...parts];
  });
  const logits = shiftedLinear(
    parts,
    generator.outputWeights.map((w) => constant(centered(layout, weights(w)), w.shape)),
    centered(layout, weights(generator.outputBias)),
  );
  const outputs: NamedOutput[] = [];
  if (layout.softmaxWidth > 0)
    outputs.push({
      name: "odds",
      value: exp(clamp(slice(logits, 1, 0, layout.softmaxWidth), -largestLogit, largestLogit)),
    });
  if (layout.alphaCount > 0)
    outputs.push({ name: "alphas", value: tanh(slice(logits, 1, layout.softmaxWidth, layout.width)) });
  const graph = emitGraph("generator", inputs, outputs);
  for (const info of [...graph.input, ...graph.output])
    info.type.tensor_type.shape.dim[0] = { dim_param: "rows" };
  return encodeModel(graph);
}

/** A linear layer whose bias is added to the weights that a condition selects one row of, if there are any. */
function shiftedLinear(
  parts: readonly Part[],
  weights: readonly Tensor<"constant">[],
  bias: Float32Array,
): Tensor {
  const selected = parts.findIndex((part) => "depth" in part);
  if (selected < 0) return linear(parts, weights, constant(bias, [1, bias.length]));
  const { attributes, shape } = weights[selected]!;
  const withBias = constant(
    attributes.values.map((value, at) => value + bias[at % bias.length]!),
    shape,
  );
  return linear(
    parts,
    weights.map((w, i) => (i === selected ? withBias : w)),
  );
}

/** Rows of output weights with the mean of each block taken off, which its softmax does not see. */
function centered({ blocks, width }: OutputLayout, rows: Float32Array): Float32Array {
  const out = rows.slice();
  for (let row = 0; row < rows.length; row += width)
    for (const { offset, size } of blocks) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += rows[row + offset + j]!;
      for (let j = 0; j < size; j++) out[row + offset + j]! -= sum / size;
    }
  return out;
}

/**
 * Statistics of every batch norm over one large batch, with the final weights ("precise BN", Wu & Johnson, 2021):
 * what a running average approximates. Conditions are drawn as in training, since that is what the layers saw.
 * @param conditions one column of the condition vector per row
 */
export async function normStatistics(
  { layout, generator, weights, embeddingDim }: TrainedGenerator,
  conditions: Float32Array,
  random: Random,
): Promise<NormStatistics[]> {
  const rows = conditions.length;
  const { inputs, start } = startOf(layout, embeddingDim, rows);
  const outputs: NamedOutput[] = [];
  let parts = [...start];
  const values = (t: Tensor<"input">): Tensor => constant(Float32Array.from(weights(t)), t.shape);
  generator.layers.forEach((layer, i) => {
    const x = linear(parts, layer.weights.map(values));
    outputs.push({ name: `mean${i}`, value: mean(x, [0]) });
    outputs.push({
      name: `deviation${i}`,
      value: makeTensor("inverseDeviation", [x], { epsilon: batchNormEpsilon }),
    });
    parts = [relu(batchNorm(x, values(layer.gamma), values(layer.beta))), ...parts];
  });
  const session = await openSession(encodeModel(emitGraph("statistics", inputs, outputs)), { threads: 1 });
  const feeds = Object.fromEntries(
    inputs.map((t) => {
      const isNoise = t.attributes.name === "noise";
      const data = isNoise
        ? random.fillFromTable(new Float32Array(rows * embeddingDim), normalTable())
        : conditions;
      return [t.attributes.name, floatTensor(data, t.shape)];
    }),
  );
  const results = await session.run(feeds);
  await session.release();
  return generator.layers.map((_, i) => ({
    mean: results[`mean${i}`]!.data as Float32Array,
    inverseDeviation: results[`deviation${i}`]!.data as Float32Array,
  }));
}

function startOf(
  layout: OutputLayout,
  embeddingDim: number,
  rows: number,
): { inputs: Tensor<"input">[]; start: Part[] } {
  const noise = input("noise", [rows, embeddingDim]);
  if (layout.conditionWidth === 0) return { inputs: [noise], start: [noise] };
  const condition = input("condition", [rows]);
  return { inputs: [noise, condition], start: [noise, { index: condition, depth: layout.conditionWidth }] };
}
