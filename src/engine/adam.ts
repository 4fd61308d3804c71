import { add, div, input, mul, sqrt, square, sub } from "./functions.ts";
import type { Tensor } from "./tensor.ts";
import type { LoopState } from "./trainingLoop.ts";

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** L2: added to the gradient as weightDecay · parameter (not AdamW). */
  readonly weightDecay: number;
}

/** A parameter: a named input with its first value. */
export interface Parameter {
  readonly value: Tensor<"input">;
  readonly initial: Float32Array;
}

/** Values of parameters and their moments at some point of a step, in the order of the parameters. */
export interface AdamState {
  readonly values: readonly Tensor[];
  readonly m: readonly Tensor[];
  readonly v: readonly Tensor[];
}

/** The state at the start of a step: inputs named after the parameters, `NAME`, `NAME.m`, `NAME.v`. */
export function adamInputs(parameters: readonly Parameter[]): AdamState {
  const moment = (suffix: string): Tensor[] =>
    parameters.map((p) => input(`${p.value.attributes.name}.${suffix}`, p.value.shape));
  return { values: parameters.map((p) => p.value), m: moment("m"), v: moment("v") };
}

/**
 * One Adam update (Kingma & Ba, 2015, algorithm 1, with L2 weight decay). The moments are kept as m/(1 − β₁) and
 * v/(1 − β₂), which saves two passes over memory; `adamScales` makes up for it.
 * @param scales scalars of this step, from adamScales
 */
export function adam(
  { values, m, v }: AdamState,
  grads: readonly Tensor[],
  scales: { readonly stepSize: Tensor; readonly epsilon: Tensor },
  { beta1, beta2, weightDecay }: AdamOptions,
): AdamState {
  const decayed = grads.map((g, i) => (weightDecay === 0 ? g : add(g, mul(values[i]!, weightDecay))));
  const nextM = decayed.map((g, i) => add(mul(m[i]!, beta1), g));
  const nextV = decayed.map((g, i) => add(mul(v[i]!, beta2), square(g)));
  const next = values.map((value, i) =>
    sub(value, mul(div(nextM[i]!, add(sqrt(nextV[i]!), scales.epsilon)), scales.stepSize)),
  );
  return { values: next, m: nextM, v: nextV };
}

/** What a training loop carries: parameters and moments, from the state at the start of a step to that at its end. */
export function adamLoopState(
  parameters: readonly Parameter[],
  start: AdamState,
  end: AdamState,
): LoopState[] {
  return parameters.flatMap(({ initial, value }, i) => [
    { current: value, next: end.values[i]!, initial },
    { current: start.m[i] as Tensor<"input">, next: end.m[i]! },
    { current: start.v[i] as Tensor<"input">, next: end.v[i]! },
  ]);
}

/** Step size and epsilon for step t = 1, 2, …, with bias corrections and the moments' scales folded in. */
export function adamScales(step: number, o: AdamOptions): { stepSize: number; epsilon: number } {
  const spread = Math.sqrt((1 - o.beta2 ** step) / (1 - o.beta2));
  return {
    stepSize: (o.learningRate * (1 - o.beta1) * spread) / (1 - o.beta1 ** step),
    epsilon: o.epsilon * spread,
  };
}
