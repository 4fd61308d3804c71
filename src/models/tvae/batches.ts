import { type AdamOptions, adamScales } from "../../engine/adam.ts";
import { sizeOf, type Tensor } from "../../engine/tensor.ts";
import type { Random } from "../../numerics/random.ts";
import type { EncodedRows } from "../../transform/matrix/matrix.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";
import { RowOrder } from "../neural/rowOrder.ts";
import { RowWriter } from "../neural/rowWriter.ts";

/** Fills the inputs of `trainingStep`: rows in shuffled passes, uniforms for the noise, Adam's scales. */
export class TvaeBatches {
  readonly #inputs: readonly Tensor<"input">[];
  readonly #buffers = new Map<string, Float32Array>();
  readonly #order: RowOrder;
  readonly #rows: RowWriter;
  readonly #width: number;
  readonly #batchSize: number;
  readonly #adam: AdamOptions;
  readonly #noise: Random;
  /** Values of each of the two noise inputs of a step. */
  readonly #noiseSize: number;

  constructor(
    perStep: readonly Tensor<"input">[],
    { encoded, layout }: { readonly encoded: EncodedRows; readonly layout: OutputLayout },
    options: { readonly batchSize: number; readonly adam: AdamOptions },
    random: Random,
  ) {
    this.#inputs = perStep;
    this.#order = new RowOrder(encoded.rows, random.fork("order"));
    this.#rows = new RowWriter(encoded, layout);
    this.#width = layout.width;
    this.#batchSize = options.batchSize;
    this.#adam = options.adam;
    this.#noise = random.fork("noise");
    const noise = perStep.find((t) => t.attributes.name === "radius")!;
    this.#noiseSize = sizeOf(noise.shape);
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
    const rows = this.#buffers.get("rows")!;
    const batchWidth = this.#batchSize * this.#width;
    rows.fill(0, 0, count * batchWidth);
    for (let slot = 0; slot < count; slot++) {
      const step = firstStep + slot;
      for (let i = 0; i < this.#batchSize; i++)
        this.#rows.write(
          this.#order.at(step * this.#batchSize + i),
          rows,
          slot * batchWidth + i * this.#width,
        );
      const size = this.#noiseSize;
      this.#noise.position = step * 2 * Math.ceil(size / 2);
      for (const name of ["radius", "angle"])
        this.#noise.fillCoarseUniform(this.#buffers.get(name)!.subarray(slot * size, (slot + 1) * size));
      const scales = adamScales(step + 1, this.#adam);
      this.#buffers.get("stepSize")![slot] = scales.stepSize;
      this.#buffers.get("epsilon")![slot] = scales.epsilon;
    }
    return this.#buffers;
  }
}
