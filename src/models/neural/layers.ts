import type { Parameter } from "../../engine/adam.ts";
import { add, gatherRows, input, matmul, mul, standardize } from "../../engine/functions.ts";
import { type Shape, sizeOf, type Tensor } from "../../engine/tensor.ts";
import type { Random } from "../../numerics/random.ts";

/** The parameters of a network, in the order they are declared, with their initial values. */
export class ParameterList {
  readonly parameters: Parameter[] = [];
  readonly #random: Random;
  readonly #prefix: string;

  constructor(prefix: string, random: Random) {
    this.#prefix = prefix;
    this.#random = random;
  }

  /** Uniform on ±1/√fanIn, the PyTorch default for linear layers. */
  uniform(name: string, shape: Shape, fanIn: number): Tensor<"input"> {
    const bound = 1 / Math.sqrt(fanIn);
    const values = this.#random.fillUniform(new Float32Array(sizeOf(shape)));
    for (let i = 0; i < values.length; i++) values[i] = (2 * values[i]! - 1) * bound;
    return this.#declare(name, shape, values);
  }

  filled(name: string, shape: Shape, value: number): Tensor<"input"> {
    return this.#declare(name, shape, new Float32Array(sizeOf(shape)).fill(value));
  }

  #declare(name: string, shape: Shape, initial: Float32Array): Tensor<"input"> {
    const value = input(`${this.#prefix}.${name}`, shape);
    this.parameters.push({ value, initial });
    return value;
  }
}

/** A part of a layer's input: a matrix, or a one-hot matrix by the vector of its ones' columns. */
export type Part = Tensor | OneHotPart;

export interface OneHotPart {
  readonly index: Tensor;
  readonly depth: number;
}

/** x·W + b, where x comes in parts side by side; the weights of each part are a matrix of their own. */
export function linear(parts: readonly Part[], weights: readonly Tensor[], bias?: Tensor): Tensor {
  let total = bias;
  parts.forEach((part, i) => {
    if (!("depth" in part)) return;
    const rows = gatherRows(weights[i]!, part.index);
    total = total === undefined ? rows : add(rows, total);
  });
  parts.forEach((part, i) => {
    if ("depth" in part) return;
    const product = matmul(part, weights[i]!);
    total = total === undefined ? product : add(product, total);
  });
  return total!;
}

/** Batch normalization in training (Ioffe & Szegedy, 2015): statistics of this batch. */
export function batchNorm(x: Tensor, gamma: Tensor, beta: Tensor): Tensor {
  return add(mul(standardize(x, batchNormEpsilon), gamma), beta);
}

export const batchNormEpsilon = 1e-5;
