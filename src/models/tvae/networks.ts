import type { Parameter } from "../../engine/adam.ts";
import { input, relu } from "../../engine/functions.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { Random } from "../../numerics/random.ts";
import { linear, ParameterList } from "../neural/layers.ts";

/** Linear layers with ReLU between them. */
export interface Perceptron {
  readonly parameters: readonly Parameter[];
  readonly weights: readonly Tensor<"input">[];
  readonly biases: readonly Tensor<"input">[];
}

/** @param sizes input, hidden layers, output */
export function declarePerceptron(name: string, sizes: readonly number[], random: Random): Perceptron {
  const list = new ParameterList(name, random);
  const weights: Tensor<"input">[] = [];
  const biases: Tensor<"input">[] = [];
  sizes.slice(1).forEach((out, i) => {
    weights.push(list.uniform(`layer${i}.weight`, [sizes[i]!, out], sizes[i]!));
    biases.push(list.uniform(`layer${i}.bias`, [1, out], sizes[i]!));
  });
  return { parameters: list.parameters, weights, biases };
}

/** The output layer's values; `value` stands in for a parameter (its constant when the network is trained). */
export function perceive(
  net: Perceptron,
  x: Tensor,
  value: (parameter: Tensor<"input">) => Tensor = (t) => t,
): Tensor {
  return net.weights.reduce<Tensor>((h, w, i) => {
    const out = linear([h], [value(w)], value(net.biases[i]!));
    return i === net.weights.length - 1 ? out : relu(out);
  }, x);
}

/** Standard deviation of each α (CTGAN §4.5): learned, 0.1 at first. */
export function declareDeviations(count: number): Parameter {
  return { value: input("deviations", [1, count]), initial: new Float32Array(count).fill(0.1) };
}
