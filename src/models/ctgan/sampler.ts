import type * as ort from "../../engine/onnxRuntime.ts";
import { floatTensor } from "../../engine/session.ts";
import { Random } from "../../numerics/random.ts";
import type { Table } from "../../table/table.ts";
import type { EncodedRows } from "../../transform/matrix/matrix.ts";
import type { MatrixEncoder } from "../../transform/matrix/matrixEncoder.ts";
import { ModelError } from "../../transform/modelTable.ts";
import { cumulate, drawIndex } from "../neural/conditionIndex.ts";
import { type ConditionPlan, planConditions } from "../neural/conditionPlan.ts";
import { normalTable } from "../neural/noiseTables.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";
import { rowsThatPass } from "../neural/rejection.ts";
import type { SampleOptions } from "../synthesizer.ts";

/** What sampling needs besides the generator's session. */
export interface SamplerParts {
  readonly encoder: MatrixEncoder;
  readonly layout: OutputLayout;
  readonly embeddingDim: number;
  /** How often each category occurred in the training data, per condition block. */
  readonly categoryCounts: readonly (readonly number[])[];
}

/** Rows of one run of the generator; part of what a seed means. */
const runRows = 1000;

/**
 * Streams sampled tables. Conditions are drawn by the true frequencies of the categories. A condition on a discrete
 * column is given to the generator and its answer kept within the allowed categories; if several are asked for, the
 * rarest is given, and rows that miss the others are drawn again, as for conditions on continuous columns.
 */
export async function* sampleTables(
  session: ort.InferenceSession,
  parts: SamplerParts,
  rows: number,
  options: SampleOptions,
): AsyncGenerator<Table> {
  const plan = planConditions(parts.encoder.columns, options.where ?? []);
  const draw = new RowSource(session, parts, plan, new Random(options.seed).fork("sample"));
  yield* rowsThatPass(() => draw.next(), plan.tests, rows, options);
}

class RowSource {
  readonly #session: ort.InferenceSession;
  readonly #parts: SamplerParts;
  readonly #random: Random;
  readonly #allowed: readonly (Uint8Array | undefined)[];
  /** Cumulative frequencies of the allowed categories, per condition block. */
  readonly #frequencies: readonly Float64Array[];
  /** The block given to the generator, −1 for any. */
  readonly #fixedBlock: number;
  readonly #noise: Float32Array;
  readonly #conditions: Float32Array;
  readonly #given = new Int32Array(runRows);
  readonly #outputs: Record<string, ort.Tensor> = {};
  readonly #odds: Float32Array;
  readonly #alphas: Float32Array;
  readonly #uniforms: Float32Array;

  constructor(session: ort.InferenceSession, parts: SamplerParts, plan: ConditionPlan, random: Random) {
    const { layout, categoryCounts, embeddingDim } = parts;
    this.#session = session;
    this.#parts = parts;
    this.#random = random;
    this.#allowed = layout.blocks.map((b, i) =>
      i < layout.conditionBlocks ? plan.allowed.get(b.column) : undefined,
    );
    const names = layout.blocks.map((b) => parts.encoder.columns[b.column]!.name);
    let rarest = Number.POSITIVE_INFINITY;
    let fixed = -1;
    this.#frequencies = categoryCounts.map((counts, b) => {
      const allowed = this.#allowed[b];
      const weights = Float64Array.from(counts, (n, c) =>
        allowed === undefined || allowed[c] === 1 ? n : 0,
      );
      const kept = weights.reduce((x, y) => x + y, 0);
      if (kept === 0)
        throw new ModelError(`${names[b]} never took the values asked for in the training data`);
      if (allowed !== undefined && kept < rarest) {
        rarest = kept;
        fixed = b;
      }
      return cumulate(weights);
    });
    this.#fixedBlock = fixed;
    this.#noise = new Float32Array(runRows * embeddingDim);
    this.#conditions = new Float32Array(runRows);
    this.#odds = new Float32Array(runRows * layout.softmaxWidth);
    this.#alphas = new Float32Array(runRows * layout.alphaCount);
    this.#uniforms = new Float32Array(runRows * layout.blocks.length);
    if (layout.softmaxWidth > 0)
      this.#outputs["odds"] = floatTensor(this.#odds, [runRows, layout.softmaxWidth]);
    if (layout.alphaCount > 0)
      this.#outputs["alphas"] = floatTensor(this.#alphas, [runRows, layout.alphaCount]);
  }

  async next(): Promise<Table> {
    const { layout, encoder } = this.#parts;
    const feeds: Record<string, ort.Tensor> = {
      noise: floatTensor(this.#random.fillFromTable(this.#noise, normalTable()), [
        runRows,
        this.#parts.embeddingDim,
      ]),
    };
    if (layout.conditionWidth > 0) {
      this.#drawConditions();
      feeds["condition"] = floatTensor(this.#conditions, [runRows]);
    }
    this.#random.fillUniform(this.#uniforms);
    await this.#session.run(feeds, this.#outputs);
    const rows: EncodedRows = {
      rows: runRows,
      alphas: this.#alphas,
      codes: new Int32Array(runRows * layout.codeCount),
    };
    this.#drawCodes(rows.codes);
    return encoder.decode(rows);
  }

  #drawConditions(): void {
    const { layout } = this.#parts;
    for (let i = 0; i < runRows; i++) {
      const b = this.#fixedBlock >= 0 ? this.#fixedBlock : this.#random.below(layout.conditionBlocks);
      const category = drawIndex(this.#frequencies[b]!, this.#random);
      this.#conditions[i] = layout.blocks[b]!.offset + category;
      this.#given[i] = category;
    }
  }

  /** One category per block and row, by inverse transform; the block a condition was asked for takes the condition. */
  #drawCodes(codes: Int32Array): void {
    const { layout } = this.#parts;
    const { blocks, codeCount, softmaxWidth } = layout;
    const odds = this.#odds;
    const count = blocks.length;
    for (let i = 0; i < runRows; i++)
      for (let b = 0; b < count; b++) {
        const { offset, size, code } = blocks[b]!;
        let c = 0;
        if (b === this.#fixedBlock) c = this.#given[i]!;
        else {
          const at = i * softmaxWidth + offset;
          let total = 0;
          for (let j = at; j < at + size; j++) total += odds[j]!;
          let u = this.#uniforms[i * count + b]! * total;
          while (c < size - 1 && u >= odds[at + c]!) u -= odds[at + c++]!;
        }
        codes[i * codeCount + code] = c;
      }
  }
}
