import type { Parameter } from "../../engine/adam.ts";
import {
  add,
  concat,
  leakyRelu,
  matmul,
  mul,
  relu,
  reshape,
  slice,
  square,
  sum,
} from "../../engine/functions.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { Random } from "../../numerics/random.ts";
import { batchNorm, linear, ParameterList, type Part } from "../neural/layers.ts";

export interface GeneratorLayer {
  /** One matrix per part of the input, newest part first. */
  readonly weights: readonly Tensor<"input">[];
  readonly gamma: Tensor<"input">;
  readonly beta: Tensor<"input">;
}

export interface Generator {
  readonly parameters: readonly Parameter[];
  readonly layers: readonly GeneratorLayer[];
  readonly outputWeights: readonly Tensor<"input">[];
  readonly outputBias: Tensor<"input">;
}

/**
 * Residual generator (CTGAN §4.4): h ← ReLU(BN(Linear(h))) ⊕ h per hidden size, then a linear layer. The parts of ⊕ are
 * never joined: each has its own weight matrix. So has each part of the input (noise, condition). Layers before a batch norm have no bias (it would cancel).
 */
export function declareGenerator(
  inputSizes: readonly number[],
  hidden: readonly number[],
  outputSize: number,
  random: Random,
): Generator {
  const list = new ParameterList("generator", random);
  let sizes = [...inputSizes];
  const split = (name: string, out: number): Tensor<"input">[] => {
    const fanIn = sizes.reduce((a, b) => a + b, 0);
    return sizes.map((size, part) => list.uniform(`${name}.weight${part}`, [size, out], fanIn));
  };
  const layers = hidden.map((size, i): GeneratorLayer => {
    const layer = {
      weights: split(`hidden${i}`, size),
      gamma: list.filled(`hidden${i}.gamma`, [1, size], 1),
      beta: list.filled(`hidden${i}.beta`, [1, size], 0),
    };
    sizes = [size, ...sizes];
    return layer;
  });
  const outputWeights = split("output", outputSize);
  const fanIn = sizes.reduce((a, b) => a + b, 0);
  const outputBias = list.uniform("output.bias", [1, outputSize], fanIn);
  return { parameters: list.parameters, layers, outputWeights, outputBias };
}

/** Logits [batch, outputSize], with the statistics of this batch in the batch norms. */
export function generate(generator: Generator, start: readonly Part[]): Tensor {
  let parts = [...start];
  for (const { weights, gamma, beta } of generator.layers)
    parts = [relu(batchNorm(linear(parts, weights), gamma, beta)), ...parts];
  return linear(parts, generator.outputWeights, generator.outputBias);
}

export interface Critic {
  /**
   * Weight [out, in] and bias [1, out] of each layer in turn; this way round the wide first layer trains fastest. The
   * weight of the first layer may be several, side by side.
   */
  readonly parameters: readonly Parameter[];
  /** Columns of each weight of the first layer. */
  readonly entryTiles: readonly number[];
}

/** A first layer of more weights is trained in tiles of `tileColumns`: a tile's gradient and moments stay in cache. */
const maxWhole = 2e6;
const tileColumns = 1500;

/**
 * PacGAN critic: [Linear → LeakyReLU 0.2 → Dropout 0.5] per hidden size → Linear 1. A pack's input is the rows' data
 * side by side, then their conditions.
 */
export function declareCritic(inputSize: number, hidden: readonly number[], random: Random): Critic {
  const list = new ParameterList("critic", random);
  const sizes = [...hidden, 1];
  const entryTiles = inputSize * sizes[0]! > maxWhole ? tiles(inputSize) : [inputSize];
  entryTiles.forEach((columns, t) => {
    const name = entryTiles.length === 1 ? "layer0.weight" : `layer0.weight${t}`;
    list.uniform(name, [sizes[0]!, columns], inputSize);
  });
  list.uniform("layer0.bias", [1, sizes[0]!], inputSize);
  sizes.slice(1).forEach((out, i) => {
    list.uniform(`layer${i + 1}.weight`, [out, sizes[i]!], sizes[i]!);
    list.uniform(`layer${i + 1}.bias`, [1, out], sizes[i]!);
  });
  return { parameters: list.parameters, entryTiles };
}

function tiles(columns: number): number[] {
  const count = Math.ceil(columns / tileColumns);
  return Array.from(
    { length: count },
    (_, t) => Math.floor(((t + 1) * columns) / count) - Math.floor((t * columns) / count),
  );
}

/** Weights and biases out of the values of the parameters, in their order. */
export function criticValues({ entryTiles }: Critic, values: readonly Tensor[]): CriticValues {
  const [entryBias, ...rest] = values.slice(entryTiles.length);
  return {
    entry: values.slice(0, entryTiles.length),
    entryBias: entryBias!,
    weights: rest.filter((_, i) => i % 2 === 0),
    biases: rest.filter((_, i) => i % 2 === 1),
  };
}

export interface CriticValues {
  /** Tiles of the first layer's weight. */
  readonly entry: readonly Tensor[];
  readonly entryBias: Tensor;
  /** Of the layers after the first. */
  readonly weights: readonly Tensor[];
  readonly biases: readonly Tensor[];
}

/** What the first layer makes of its input, before the activation. */
export function criticEntry({ entry, entryBias }: CriticValues, packed: Tensor): Tensor {
  let start = 0;
  return entry.reduce((total, weight) => {
    const end = start + weight.shape[1]!;
    const part = slice(packed, 1, start, end);
    start = end;
    return add(matmul(part, weight, { transB: true }), total);
  }, entryBias);
}

/** ‖∂score/∂input‖² of each pack [packs, 1], by the gradient with respect to the first layer's output. */
export function squaredInputGradient({ entry }: CriticValues, entryGradient: Tensor): Tensor {
  return entry
    .map((weight) => sum(square(matmul(entryGradient, weight)), [1]))
    .reduce((total, part) => add(total, part));
}

/** Scores [packs, 1] from the first layer's output on. `masks`: one per hidden layer, 0 or 2. */
export function criticScores(
  { weights, biases }: CriticValues,
  entry: Tensor,
  masks: readonly Tensor[],
): Tensor {
  let h = entry;
  masks.forEach((mask, i) => {
    h = add(matmul(mul(leakyRelu(h, 0.2), mask), weights[i]!, { transB: true }), biases[i]!);
  });
  return h;
}

/** Rows [batch, n] and conditions [batch, m] as packs [batch/pac, pac·(n + m)]. */
export function pack(rows: Tensor, conditions: Tensor | undefined, pac: number): Tensor {
  const flat = (t: Tensor): Tensor => reshape(t, [t.shape[0]! / pac, t.shape[1]! * pac]);
  return conditions === undefined ? flat(rows) : concat([flat(rows), flat(conditions)], 1);
}
