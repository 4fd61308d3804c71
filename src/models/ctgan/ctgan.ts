import type * as ort from "onnxruntime-node";
import type { CtganOptions } from "../../config/modelOptions/ctgan.ts";
import { openSession } from "../../engine/session.ts";
import { Random } from "../../numerics/random.ts";
import { fitMatrixEncoder, loadMatrixEncoder } from "../../transform/matrix/matrixEncoder.ts";
import { type JsonValue, ModelError, type ModelTable } from "../../transform/modelTable.ts";
import { outputLayout } from "../neural/outputLayout.ts";
import type { FitContext, FittedModel, ModelState, Synthesizer } from "../synthesizer.ts";
import { type SamplerParts, sampleTables } from "./sampler.ts";
import { trainGan } from "./train.ts";

/** CTGAN (Xu, Skoularidou, Cuesta-Infante & Veeramachaneni, NeurIPS 2019). */
export const ctgan: Synthesizer<CtganOptions> = {
  type: "ctgan",
  async fit(data: ModelTable, options: CtganOptions, context: FitContext): Promise<FittedModel> {
    const encoder = fitMatrixEncoder(data, { seed: context.seed });
    const layout = outputLayout(encoder.layout);
    const encoded = encoder.encode(data.table, new Random(context.seed).fork("encode"));
    const generator = await trainGan(
      { encoded, layout, columnNames: data.columns.map((c) => c.name) },
      options,
      context,
    );
    const categoryCounts = layout.blocks.slice(0, layout.conditionBlocks).map(({ size, code }) => {
      const counts = new Array<number>(size).fill(0);
      for (let i = 0; i < encoded.rows; i++) counts[encoded.codes[i * layout.codeCount + code]!]!++;
      return counts;
    });
    return openFitted({ encoder, layout, embeddingDim: options.embeddingDim, categoryCounts }, generator);
  },
  async load(state: ModelState): Promise<FittedModel> {
    const saved = state.json as unknown as SavedCtgan;
    const generator = state.parts.get("generator.onnx");
    if (saved?.version !== 2 || generator === undefined)
      throw new ModelError("not a saved CTGAN model: its parts are missing or of another version");
    const encoder = loadMatrixEncoder(saved.encoder);
    const { embeddingDim, categoryCounts } = saved;
    return openFitted(
      { encoder, layout: outputLayout(encoder.layout), embeddingDim, categoryCounts },
      generator,
    );
  },
};

interface SavedCtgan {
  readonly version: 2;
  readonly embeddingDim: number;
  readonly categoryCounts: readonly (readonly number[])[];
  readonly encoder: JsonValue;
}

async function openFitted(parts: SamplerParts, generator: Uint8Array): Promise<FittedModel> {
  const session: ort.InferenceSession = await openSession(generator, { threads: 2 });
  return {
    type: "ctgan",
    columns: parts.encoder.columns,
    sample: (rows, options) => sampleTables(session, parts, rows, options),
    save: async () => ({
      json: {
        version: 2,
        embeddingDim: parts.embeddingDim,
        categoryCounts: parts.categoryCounts,
        encoder: parts.encoder.save(),
      } satisfies SavedCtgan,
      parts: new Map([["generator.onnx", generator]]),
    }),
    dispose: () => session.release(),
  };
}
