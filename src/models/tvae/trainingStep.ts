import { type AdamOptions, adam, adamInputs, adamLoopState } from "../../engine/adam.ts";
import {
  add,
  blockLogSoftmax,
  clamp,
  div,
  exp,
  input,
  log,
  mean,
  mul,
  neg,
  slice,
  square,
  sub,
  sum,
  tanh,
} from "../../engine/functions.ts";
import { gradients } from "../../engine/gradients.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { LoopDefinition } from "../../engine/trainingLoop.ts";
import { type FlatParameters, flatParameters } from "../neural/flatParameters.ts";
import { normals } from "../neural/normals.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";
import { declareDeviations, type Perceptron, perceive } from "./networks.ts";

export interface StepOptions {
  readonly batchSize: number;
  readonly embeddingDim: number;
  readonly lossFactor: number;
  readonly adam: AdamOptions;
}

export const deviationsName = "deviations";

/** The weights of both networks as they are in the loop. */
export function networkWeights(encoder: Perceptron, decoder: Perceptron): FlatParameters {
  return flatParameters("weights", [...encoder.parameters, ...decoder.parameters]);
}

/**
 * One TVAE step (Xu et al., 2019, §4.5): the evidence lower bound with the reconstruction weighted by `lossFactor`,
 * loss = [lossFactor · Σ((α − tanh α̂)²/(2δ²) + log δ + cross-entropies) + KL(N(μ, σ²) ‖ N(0, 1))] / batch.
 */
export function trainingStep(
  layout: OutputLayout,
  encoder: Perceptron,
  decoder: Perceptron,
  o: StepOptions,
): LoopDefinition {
  const half = Math.ceil(o.embeddingDim / 2);
  const rows = input("rows", [o.batchSize, layout.width]);
  const radius = input("radius", [o.batchSize, half]);
  const angle = input("angle", [o.batchSize, half]);
  const stepSize = input("stepSize", [1, 1]);
  const epsilon = input("epsilon", [1, 1]);
  const deviations = layout.alphaCount > 0 ? declareDeviations(layout.alphaCount) : undefined;
  const weights = networkWeights(encoder, decoder);
  const parameters = [weights.flat, ...(deviations === undefined ? [] : [deviations])];

  const code = perceive(encoder, rows, weights.view);
  const mu = slice(code, 1, 0, o.embeddingDim);
  const logVariance = slice(code, 1, o.embeddingDim, 2 * o.embeddingDim);
  const variance = exp(logVariance);
  const z = add(mu, mul(exp(mul(logVariance, 0.5)), normals(radius, angle, o.embeddingDim)));
  const output = perceive(decoder, z, weights.view);

  const soft = layout.softmaxWidth;
  const terms: Tensor[] = [];
  if (soft > 0) {
    const logShares = blockLogSoftmax(slice(output, 1, 0, soft), layout.blockSizes);
    terms.push(neg(sum(mul(slice(rows, 1, 0, soft), logShares))));
  }
  if (deviations !== undefined) {
    const off = sub(slice(rows, 1, soft, layout.width), tanh(slice(output, 1, soft, layout.width)));
    const squares = sum(square(off), [0]);
    terms.push(sum(div(mul(squares, 0.5), square(deviations.value))));
    terms.push(mul(sum(log(deviations.value)), o.batchSize));
  }
  const reconstruction = mul(
    terms.reduce((a, b) => add(a, b)),
    1 / o.batchSize,
  );
  const divergence = mul(mean(sum(sub(add(square(mu), variance), add(logVariance, 1)), [1])), 0.5);
  const loss = add(mul(reconstruction, o.lossFactor), divergence);

  const start = adamInputs(parameters);
  const end = adam(start, gradients(loss, start.values), { stepSize, epsilon }, o.adam);
  const values = end.values.map((v, i) => (start.values[i] === deviations?.value ? clamp(v, 0.01, 1) : v));
  return {
    state: adamLoopState(parameters, start, { ...end, values }),
    perStep: [rows, radius, angle, stepSize, epsilon],
    metrics: [
      { name: "reconstruction", value: reconstruction },
      { name: "divergence", value: divergence },
    ],
  };
}
