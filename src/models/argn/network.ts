import type { Parameter } from "../../engine/adam.ts";
import { add, constant, input, matmul, relu } from "../../engine/functions.ts";
import { type Shape, sizeOf, type Tensor } from "../../engine/tensor.ts";
import type { Random } from "../../numerics/random.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface ArgnShape {
  /** Units of the trunk. */
  readonly width: number;
  /** Residual layers of the trunk. */
  readonly blocks: number;
}

/**
 * One trunk for all columns. In: the tokens that are known, through one embedding per token plus one per feature; out:
 * logits of every column. h₀ = ReLU(Σ embeddings + b), h ← h + ReLU(h·U + c) per block, logits = h·(W + W_f·Fᵀ) + bias,
 * the bias starting as the log of the tokens' shares; embeddings are E + F·E_f, F the features of the tokens.
 */
export interface ArgnNetwork {
  readonly parameters: readonly Parameter[];
  readonly embedding: Tensor<"input">;
  readonly featureEmbedding: Tensor<"input"> | undefined;
  readonly entryBias: Tensor<"input">;
  readonly blocks: readonly { readonly weight: Tensor<"input">; readonly bias: Tensor<"input"> }[];
  readonly head: Tensor<"input">;
  readonly featureHead: Tensor<"input"> | undefined;
  readonly headBias: Tensor<"input">;
}

/** @param logShares log of the share of each token in its column, `vocabulary.width` long */
export function declareNetwork(
  vocabulary: Vocabulary,
  shape: ArgnShape,
  logShares: Float32Array,
  random: Random,
): ArgnNetwork {
  const { width: tokens, featureCount, books } = vocabulary;
  const parameters: Parameter[] = [];
  const declare = (name: string, dims: Shape, initial: Float32Array): Tensor<"input"> => {
    const value = input(name, dims);
    parameters.push({ value, initial });
    return value;
  };
  const normal = (name: string, dims: Shape, deviation: number): Tensor<"input"> =>
    declare(
      name,
      dims,
      Float32Array.from({ length: sizeOf(dims) }, () => deviation * random.normal()),
    );
  const zeros = (name: string, dims: Shape): Tensor<"input"> =>
    declare(name, dims, new Float32Array(sizeOf(dims)));
  const known = Math.max(1, books.length / 2);
  return {
    parameters,
    embedding: normal("embedding", [tokens, shape.width], Math.sqrt(1 / known)),
    featureEmbedding:
      featureCount > 0
        ? normal("featureEmbedding", [featureCount, shape.width], Math.sqrt(0.3 / known))
        : undefined,
    entryBias: zeros("entryBias", [1, shape.width]),
    blocks: Array.from({ length: shape.blocks }, (_, i) => ({
      weight: normal(`block${i}.weight`, [shape.width, shape.width], Math.sqrt(1 / shape.width)),
      bias: zeros(`block${i}.bias`, [1, shape.width]),
    })),
    head: normal("head", [shape.width, tokens], 0.1 * Math.sqrt(1 / shape.width)),
    featureHead: featureCount > 0 ? zeros("featureHead", [shape.width, featureCount]) : undefined,
    headBias: declare("headBias", [1, tokens], logShares.slice()),
  };
}

type View = (parameter: Tensor<"input">) => Tensor;

/** Logits [rows, tokens] given the one-hot matrix of known tokens; `drop` is applied to the trunk's units. */
export function logitsOf(
  network: ArgnNetwork,
  vocabulary: Vocabulary,
  known: Tensor,
  { view, drop = (h) => h }: { readonly view: View; readonly drop?: (h: Tensor) => Tensor },
): Tensor {
  let embedding = view(network.embedding);
  let head = view(network.head);
  if (network.featureEmbedding !== undefined) {
    const features = constant(vocabulary.features, [vocabulary.width, vocabulary.featureCount]);
    embedding = add(matmul(features, view(network.featureEmbedding)), embedding);
    head = add(matmul(view(network.featureHead!), features, { transB: true }), head);
  }
  let h = drop(relu(add(matmul(known, embedding), view(network.entryBias))));
  for (const { weight, bias } of network.blocks)
    h = add(h, drop(relu(add(matmul(h, view(weight)), view(bias)))));
  return add(matmul(h, head), view(network.headBias));
}

/** Weights of inference, features folded in; row-major. */
export interface ArgnWeights {
  readonly shape: ArgnShape;
  /** tokens × width */
  readonly embedding: Float32Array;
  readonly entryBias: Float32Array;
  /** Per block: width × width, and width. */
  readonly blocks: readonly { readonly weight: Float32Array; readonly bias: Float32Array }[];
  /** tokens × width: the head transposed. */
  readonly head: Float32Array;
  readonly headBias: Float32Array;
}

export function foldWeights(
  network: ArgnNetwork,
  vocabulary: Vocabulary,
  shape: ArgnShape,
  read: (parameter: Tensor<"input">) => Float32Array,
): ArgnWeights {
  const { width: tokens, features, featureCount } = vocabulary;
  const { width } = shape;
  const embedding = read(network.embedding).slice();
  const head = new Float32Array(tokens * width);
  const raw = read(network.head);
  for (let t = 0; t < tokens; t++) for (let i = 0; i < width; i++) head[t * width + i] = raw[i * tokens + t]!;
  if (network.featureEmbedding !== undefined) {
    const into = read(network.featureEmbedding);
    const out = read(network.featureHead!);
    for (let t = 0; t < tokens; t++)
      for (let f = 0; f < featureCount; f++) {
        const x = features[t * featureCount + f]!;
        if (x === 0) continue;
        for (let i = 0; i < width; i++) {
          embedding[t * width + i]! += x * into[f * width + i]!;
          head[t * width + i]! += x * out[i * featureCount + f]!;
        }
      }
  }
  return {
    shape,
    embedding,
    entryBias: read(network.entryBias).slice(),
    blocks: network.blocks.map((b) => ({ weight: read(b.weight).slice(), bias: read(b.bias).slice() })),
    head,
    headBias: read(network.headBias).slice(),
  };
}
