import { type AdamOptions, adam, adamInputs, adamLoopState } from "../../engine/adam.ts";
import { add, blockLogSoftmax, input, mul, sub, sum } from "../../engine/functions.ts";
import { gradients } from "../../engine/gradients.ts";
import { emitGraph } from "../../engine/onnx/emitGraph.ts";
import { encodeModel } from "../../engine/onnx/encodeModel.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { LoopDefinition } from "../../engine/trainingLoop.ts";
import { type FlatParameters, flatParameters } from "../neural/flatParameters.ts";
import { type ArgnNetwork, logitsOf } from "./network.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Names of the loop's states: the weights now, and their moving average. */
export const weightsName = "weights";
export const averageName = "weights.average";

export interface StepSizes {
  readonly batchSize: number;
  readonly adam: AdamOptions;
  /** Share of the trunk's units that are zero in a step. */
  readonly dropout: number;
}

/**
 * One step of AdamW (Loshchilov & Hutter, 2019) on the negative log likelihood. `known`: one-hot of the tokens given;
 * `asked`: one-hot of those to be predicted, times their weight in the loss.
 */
export function trainingStep(
  network: ArgnNetwork,
  vocabulary: Vocabulary,
  { batchSize, adam: o, dropout }: StepSizes,
): LoopDefinition {
  const weights = argnParameters(network);
  const known = input("known", [batchSize, vocabulary.width]);
  const asked = input("asked", [batchSize, vocabulary.width]);
  const stepSize = input("stepSize", [1, 1]);
  const epsilon = input("epsilon", [1, 1]);
  const decay = input("decay", [1, 1]);
  const rate = input("rate", [1, 1]);
  const masks: Tensor<"input">[] = [];
  const drop = (h: Tensor): Tensor => {
    if (dropout === 0) return h;
    const mask = input(`dropout${masks.length}`, h.shape);
    masks.push(mask);
    return mul(h, mask);
  };
  const loss = mul(
    sum(
      mul(
        asked,
        blockLogSoftmax(logitsOf(network, vocabulary, known, { view: weights.view, drop }), vocabulary.sizes),
      ),
    ),
    -1 / batchSize,
  );
  const start = adamInputs([weights.flat]);
  const end = adam(start, gradients(loss, start.values), { stepSize, epsilon }, { ...o, weightDecay: 0 });
  const next = sub(end.values[0]!, mul(start.values[0]!, decay));
  const average = input(averageName, weights.flat.value.shape);
  return {
    state: [
      ...adamLoopState([weights.flat], start, { ...end, values: [next] }),
      {
        current: average,
        next: add(average, mul(sub(next, average), rate)),
        initial: weights.flat.initial.slice(),
      },
    ],
    perStep: [known, asked, stepSize, epsilon, decay, rate, ...masks],
    metrics: [{ name: "likelihood", value: loss }],
  };
}

export function argnParameters(network: ArgnNetwork): FlatParameters {
  return flatParameters(weightsName, network.parameters);
}

/**
 * An ONNX model of the loss per row, for any number of rows. Inputs: `known`, `asked`, `weights`; output: `loss`
 * [rows, 1].
 */
export function lossModel(network: ArgnNetwork, vocabulary: Vocabulary): Uint8Array {
  const weights = argnParameters(network);
  const known = input("known", [2, vocabulary.width]);
  const asked = input("asked", [2, vocabulary.width]);
  const logits = logitsOf(network, vocabulary, known, weights);
  const loss = mul(sum(mul(asked, blockLogSoftmax(logits, vocabulary.sizes)), [1]), -1);
  const graph = emitGraph("loss", [known, asked, weights.flat.value], [{ name: "loss", value: loss }]);
  for (const info of [graph.input[0]!, graph.input[1]!, graph.output[0]!])
    info.type.tensor_type.shape.dim[0] = { dim_param: "rows" };
  return encodeModel(graph);
}
