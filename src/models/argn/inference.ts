import { NativeGraph, openNativeGraph } from "../../engine/nativeGraph.ts";
import * as ort from "../../engine/onnxRuntime.ts";
import { floatTensor } from "../../engine/session.ts";
import type { ArgnWeights } from "./network.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Conditional distributions of single columns, for many rows at once, each with its own known tokens. */
export class ArgnInference {
  readonly #weights: ArgnWeights;
  readonly #vocabulary: Vocabulary;
  readonly #trunk: ort.InferenceSession;
  readonly #head: ort.InferenceSession;

  private constructor(
    weights: ArgnWeights,
    vocabulary: Vocabulary,
    trunk: ort.InferenceSession,
    head: ort.InferenceSession,
  ) {
    this.#weights = weights;
    this.#vocabulary = vocabulary;
    this.#trunk = trunk;
    this.#head = head;
  }

  static async open(weights: ArgnWeights, vocabulary: Vocabulary): Promise<ArgnInference> {
    const trunk = await openNativeGraph(trunkGraph(weights), 2);
    return new ArgnInference(weights, vocabulary, trunk, await openNativeGraph(headGraph(weights), 2));
  }

  async dispose(): Promise<void> {
    await this.#trunk.release();
    await this.#head.release();
  }

  /** Sums of embeddings for rows of which nothing is known: rows × width. */
  start(rows: number): Float32Array {
    const { entryBias } = this.#weights;
    const entry = new Float32Array(rows * entryBias.length);
    for (let i = 0; i < rows; i++) entry.set(entryBias, i * entryBias.length);
    return entry;
  }

  /** Adds (or with sign −1 takes away) what is known of one column; tokens below 0 are unknown. */
  tell(entry: Float32Array, column: number, tokens: Int32Array, sign: 1 | -1 = 1): void {
    const { embedding, shape } = this.#weights;
    const { width } = shape;
    const offset = this.#vocabulary.offsets[column]!;
    for (let i = 0; i < tokens.length; i++) {
      const t = tokens[i]!;
      if (t < 0) continue;
      const from = (offset + t) * width;
      const to = i * width;
      for (let k = 0; k < width; k++) entry[to + k]! += sign * embedding[from + k]!;
    }
  }

  /** The trunk's units, rows × width, to ask columns with. */
  async think(entry: Float32Array): Promise<Float32Array> {
    const { width } = this.#weights.shape;
    const { units } = await this.#trunk.run({ entry: floatTensor(entry, [entry.length / width, width]) });
    return units!.data as Float32Array;
  }

  /** P(token of the column | what is known) per row: rows × size of the column. */
  async ask(units: Float32Array, column: number): Promise<Float32Array> {
    const { width } = this.#weights.shape;
    const from = this.#vocabulary.offsets[column]!;
    const { probabilities } = await this.#head.run({
      units: floatTensor(units, [units.length / width, width]),
      from: new ort.Tensor("int32", Int32Array.of(from), [1]),
      to: new ort.Tensor("int32", Int32Array.of(from + this.#vocabulary.sizes[column]!), [1]),
    });
    return probabilities!.data as Float32Array;
  }
}

function trunkGraph({ shape, blocks }: ArgnWeights): NativeGraph {
  const { width } = shape;
  const graph = new NativeGraph();
  let h = graph.op("Relu", [graph.input("entry", ["rows", width])]);
  for (const { weight, bias } of blocks) {
    const product = graph.op("Gemm", [
      h,
      graph.constant(weight, [width, width]),
      graph.constant(bias, [1, width]),
    ]);
    h = graph.add(h, graph.op("Relu", [product]));
  }
  graph.output("units", h, ["rows", width]);
  return graph;
}

function headGraph({ shape, head, headBias }: ArgnWeights): NativeGraph {
  const { width } = shape;
  const tokens = headBias.length;
  const graph = new NativeGraph();
  const units = graph.input("units", ["rows", width]);
  const from = graph.input("from", [1], "int32");
  const to = graph.input("to", [1], "int32");
  const axis = graph.indices(Int32Array.of(0));
  const weight = graph.op("Slice", [graph.constant(head, [tokens, width]), from, to, axis]);
  const bias = graph.op("Slice", [graph.constant(headBias, [tokens]), from, to, axis]);
  const logits = graph.op("Gemm", [units, weight, bias], { transB: 1 });
  graph.output("probabilities", graph.op("Softmax", [logits]), ["rows", "size"]);
  return graph;
}
