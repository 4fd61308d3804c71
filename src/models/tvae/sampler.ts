import type * as ort from "../../engine/onnxRuntime.ts";
import { floatTensor } from "../../engine/session.ts";
import { Random } from "../../numerics/random.ts";
import type { Table } from "../../table/table.ts";
import type { EncodedRows } from "../../transform/matrix/matrix.ts";
import type { MatrixEncoder } from "../../transform/matrix/matrixEncoder.ts";
import { planConditions } from "../neural/conditionPlan.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";
import { rowsThatPass } from "../neural/rejection.ts";
import type { SampleOptions } from "../synthesizer.ts";

/** What sampling needs besides the decoder's session. */
export interface SamplerParts {
  readonly encoder: MatrixEncoder;
  readonly layout: OutputLayout;
  readonly embeddingDim: number;
  readonly deviations: Float32Array;
}

/** Rows of one run of the decoder; part of what a seed means. */
const runRows = 2000;

/**
 * Streams sampled tables: z ~ N(0, 1), categories and modes drawn from their probabilities, α ~ N(tanh α̂, δ²) clipped to
 * ±1. Rows that do not meet the conditions are drawn again.
 */
export async function* sampleTables(
  session: ort.InferenceSession,
  parts: SamplerParts,
  rows: number,
  options: SampleOptions,
): AsyncGenerator<Table> {
  const { tests } = planConditions(parts.encoder.columns, options.where ?? []);
  const random = new Random(options.seed).fork("sample");
  yield* rowsThatPass(() => drawTable(session, parts, random), tests, rows, options);
}

async function drawTable(session: ort.InferenceSession, parts: SamplerParts, random: Random): Promise<Table> {
  const { layout, encoder, embeddingDim, deviations } = parts;
  const width = 2 * Math.ceil(embeddingDim / 2);
  const noise = random.fillUniform(new Float32Array(runRows * width));
  const uniforms = random.fillUniform(new Float32Array(runRows * layout.blocks.length));
  const outputs = await session.run({ noise: floatTensor(noise, [runRows, width]) });
  const rows: EncodedRows = {
    rows: runRows,
    alphas: new Float32Array(runRows * layout.alphaCount),
    codes: new Int32Array(runRows * layout.codeCount),
  };
  if (layout.softmaxWidth > 0)
    drawCodes(layout, outputs["probabilities"]!.data as Float32Array, uniforms, rows.codes);
  if (layout.alphaCount > 0) {
    const means = outputs["alphas"]!.data as Float32Array;
    for (let i = 0; i < means.length; i++)
      rows.alphas[i] = means[i]! + deviations[i % layout.alphaCount]! * random.normal();
  }
  return encoder.decode(rows);
}

/** One code per block and row, by inverse transform. */
function drawCodes(
  { blocks, codeCount, softmaxWidth }: OutputLayout,
  probabilities: Float32Array,
  uniforms: Float32Array,
  codes: Int32Array,
): void {
  blocks.forEach(({ offset, size, code }, b) => {
    for (let i = 0; i < runRows; i++) {
      let u = uniforms[i * blocks.length + b]!;
      let c = 0;
      const at = i * softmaxWidth + offset;
      while (c < size - 1 && u >= probabilities[at + c]!) u -= probabilities[at + c++]!;
      codes[i * codeCount + code] = c;
    }
  });
}
