import { type AdamOptions, adamScales } from "../../engine/adam.ts";
import { sizeOf, type Tensor } from "../../engine/tensor.ts";
import type { Random } from "../../numerics/random.ts";
import { RowOrder } from "../neural/rowOrder.ts";
import type { Questions } from "./questions.ts";

export interface BatchOptions {
  readonly batchSize: number;
  readonly adam: AdamOptions;
  readonly dropout: number;
}

/** Fills the inputs of `trainingStep`. What a step gets depends on its number and the learning rate's factor alone. */
export class ArgnBatches {
  readonly #inputs: readonly Tensor<"input">[];
  readonly #buffers = new Map<string, Float32Array>();
  readonly #order: RowOrder;
  readonly #rows: Uint32Array;
  readonly #questions: Questions;
  readonly #o: BatchOptions;
  readonly #draws: Random;
  readonly #drops: Random;
  /** Of the learning rate; lowered when training stalls. */
  rateFactor = 1;

  /** @param rows the rows to train on */
  constructor(
    perStep: readonly Tensor<"input">[],
    { questions, rows }: { readonly questions: Questions; readonly rows: Uint32Array },
    options: BatchOptions,
    random: Random,
  ) {
    this.#inputs = perStep;
    this.#questions = questions;
    this.#rows = rows;
    this.#o = options;
    this.#order = new RowOrder(rows.length, random.fork("order"));
    this.#draws = random.fork("questions");
    this.#drops = random.fork("dropout");
  }

  get stepBytes(): number {
    return 4 * this.#inputs.reduce((n, t) => n + sizeOf(t.shape), 0);
  }

  /** Valid until the next call. */
  fill(firstStep: number, count: number): ReadonlyMap<string, Float32Array> {
    for (const t of this.#inputs) {
      const size = count * sizeOf(t.shape);
      if ((this.#buffers.get(t.attributes.name)?.length ?? 0) < size)
        this.#buffers.set(t.attributes.name, new Float32Array(size));
    }
    const { batchSize, adam } = this.#o;
    const known = this.#buffers.get("known")!.fill(0);
    const asked = this.#buffers.get("asked")!.fill(0);
    const width = this.#inputs[0]!.shape[1]!;
    for (let slot = 0; slot < count; slot++) {
      const step = firstStep + slot;
      this.#draws.position = step * batchSize * this.#questions.words;
      for (let i = 0; i < batchSize; i++) {
        const row = this.#rows[this.#order.at(step * batchSize + i)]!;
        this.#questions.write(row, this.#draws, { known, asked }, (slot * batchSize + i) * width);
      }
      const rate = adam.learningRate * this.rateFactor * Math.min(1, (step + 1) / warmupSteps);
      const scales = adamScales(step + 1, { ...adam, learningRate: rate });
      this.#buffers.get("stepSize")![slot] = scales.stepSize;
      this.#buffers.get("epsilon")![slot] = scales.epsilon;
      this.#buffers.get("decay")![slot] = rate * adam.weightDecay;
      this.#buffers.get("rate")![slot] = Math.max(averageRate, 1 / (1 + step / 10));
      this.#fillDropout(step, slot);
    }
    return this.#buffers;
  }

  #fillDropout(step: number, slot: number): void {
    const masks = this.#inputs.filter((t) => t.attributes.name.startsWith("dropout"));
    if (masks.length === 0) return;
    const { dropout } = this.#o;
    const kept = 1 / (1 - dropout);
    this.#drops.position = step * masks.reduce((n, t) => n + Math.ceil(sizeOf(t.shape) / 2), 0);
    for (const t of masks) {
      const size = sizeOf(t.shape);
      const mask = this.#buffers.get(t.attributes.name)!.subarray(slot * size, (slot + 1) * size);
      this.#drops.fillCoarseUniform(mask);
      for (let i = 0; i < size; i++) mask[i] = mask[i]! < dropout ? 0 : kept;
    }
  }
}

const warmupSteps = 50;
/** Weight of the newest value in the moving average of the weights. */
const averageRate = 5e-3;
