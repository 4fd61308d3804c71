import { type AdamOptions, adamScales } from "../../engine/adam.ts";
import { sizeOf, type Tensor } from "../../engine/tensor.ts";
import type { Random } from "../../numerics/random.ts";
import type { EncodedRows } from "../../transform/matrix/matrix.ts";
import { type ConditionBlock, drawIndex, indexConditions } from "../neural/conditionIndex.ts";
import { gumbelTable, normalTable } from "../neural/noiseTables.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";
import { RowWriter } from "../neural/rowWriter.ts";
import type { GanData } from "./ganData.ts";
import { averageRate, type StepOptions } from "./trainingStep.ts";

/**
 * Fills the per-step inputs of `trainingStep`: conditions and real rows by training-by-sampling (CTGAN §4.3), noise,
 * dropout masks, Adam scales. What a step gets depends only on its number and the position of the random stream, not on
 * how many steps are filled at once.
 */
export class TrainingBatches {
  readonly #inputs: ReadonlyMap<string, Tensor<"input">>;
  readonly #buffers = new Map<string, Float32Array>();
  readonly #encoded: EncodedRows;
  readonly #layout: OutputLayout;
  readonly #conditions: readonly ConditionBlock[];
  readonly #rows: RowWriter;
  readonly #options: StepOptions;
  readonly #random: Random;
  readonly #chosen: { readonly block: Uint16Array; readonly category: Uint32Array };

  constructor(
    perStep: readonly Tensor<"input">[],
    { encoded, layout }: GanData,
    options: StepOptions & { readonly logFrequency: boolean },
    random: Random,
  ) {
    this.#inputs = new Map(perStep.map((t) => [t.attributes.name, t]));
    this.#encoded = encoded;
    this.#layout = layout;
    this.#conditions = indexConditions(encoded, layout, options.logFrequency);
    this.#rows = new RowWriter(encoded, layout);
    this.#options = options;
    this.#random = random;
    this.#chosen = {
      block: new Uint16Array(options.batchSize),
      category: new Uint32Array(options.batchSize),
    };
  }

  /** Position of the random stream: with the step number, all there is to save. */
  get position(): number {
    return this.#random.position;
  }

  set position(value: number) {
    this.#random.position = value;
  }

  /** Bytes of one step's inputs. */
  get stepBytes(): number {
    let values = 0;
    for (const t of this.#inputs.values()) values += sizeOf(t.shape);
    return 4 * values;
  }

  /** The inputs of `count` steps from `firstStep` (from 0) on. Valid until the next call. */
  fill(firstStep: number, count: number): ReadonlyMap<string, Float32Array> {
    for (const [name, t] of this.#inputs) {
      const size = count * sizeOf(t.shape);
      if ((this.#buffers.get(name)?.length ?? 0) < size) this.#buffers.set(name, new Float32Array(size));
    }
    for (let i = 0; i < count; i++) this.#fillStep(firstStep + i, i);
    return this.#buffers;
  }

  #fillStep(step: number, slot: number): void {
    const { discriminatorSteps, discriminatorAdam, generatorAdam } = this.#options;
    for (const [name, t] of this.#inputs) {
      const part = this.#slot(name, t, slot);
      const kind = name.slice(name.lastIndexOf(".") + 1);
      if (kind.startsWith("dropout")) this.#random.fillCoins(part, 2);
      else if (kind === "noise") this.#random.fillFromTable(part, normalTable());
      else if (kind === "gumbel") this.#random.fillFromTable(part, gumbelTable());
      else if (kind === "mix") this.#random.fillCoarseUniform(part);
    }
    for (let k = 0; k < discriminatorSteps; k++) {
      this.#fillRows(k, slot);
      this.#fillScales(`batch${k}.critic`, discriminatorAdam, step * discriminatorSteps + k + 1, slot);
    }
    this.#fillScales("generator", generatorAdam, step + 1, slot);
    this.#buffers.get("average.rate")![slot] = averageRate(step + 1);
  }

  #fillScales(prefix: string, options: AdamOptions, step: number, slot: number): void {
    const { stepSize, epsilon } = adamScales(step, options);
    this.#buffers.get(`${prefix}.stepSize`)![slot] = stepSize;
    this.#buffers.get(`${prefix}.epsilon`)![slot] = epsilon;
  }

  #fillRows(k: number, slot: number): void {
    const { batchSize, pac } = this.#options;
    const { width, conditionWidth } = this.#layout;
    const realInput = this.#inputs.get(`batch${k}.real`)!;
    const real = this.#slot(`batch${k}.real`, realInput, slot).fill(0);
    const conditionInput = this.#inputs.get(`batch${k}.condition`);
    if (conditionInput !== undefined)
      this.#drawConditions(this.#slot(`batch${k}.condition`, conditionInput, slot));
    const order = this.#random.permutation(batchSize);
    const packWidth = pac * (width + conditionWidth);
    for (let i = 0; i < batchSize; i++) {
      const packStart = Math.floor(i / pac) * packWidth;
      const within = i % pac;
      let row: number;
      if (conditionInput === undefined) row = this.#random.below(this.#encoded.rows);
      else {
        const block = this.#conditions[this.#chosen.block[order[i]!]!]!;
        const category = this.#chosen.category[order[i]!]!;
        const first = block.start[category]!;
        row = block.rows[first + this.#random.below(block.start[category + 1]! - first)]!;
        real[packStart + pac * width + within * conditionWidth + block.offset + category] = 1;
      }
      this.#rows.write(row, real, packStart + within * width);
    }
  }

  #drawConditions(out: Float32Array): void {
    for (let i = 0; i < this.#options.batchSize; i++) {
      const b = this.#random.below(this.#conditions.length);
      const block = this.#conditions[b]!;
      const category = drawIndex(block.cumulative, this.#random);
      this.#chosen.block[i] = b;
      this.#chosen.category[i] = category;
      out[i] = block.offset + category;
    }
  }

  #slot(name: string, t: Tensor<"input">, slot: number): Float32Array {
    const size = sizeOf(t.shape);
    return this.#buffers.get(name)!.subarray(slot * size, (slot + 1) * size);
  }
}
