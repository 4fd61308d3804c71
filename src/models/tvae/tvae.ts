import type { TvaeOptions } from "../../config/modelOptions/tvae.ts";
import { openSession } from "../../engine/session.ts";
import { Random } from "../../numerics/random.ts";
import { fitMatrixEncoder, loadMatrixEncoder } from "../../transform/matrix/matrixEncoder.ts";
import { type JsonValue, ModelError, type ModelTable } from "../../transform/modelTable.ts";
import { outputLayout } from "../neural/outputLayout.ts";
import type { FitContext, FittedModel, ModelState, Synthesizer } from "../synthesizer.ts";
import { type SamplerParts, sampleTables } from "./sampler.ts";
import { trainTvae } from "./train.ts";

/** TVAE (Xu, Skoularidou, Cuesta-Infante & Veeramachaneni, NeurIPS 2019, §4.5). */
export const tvae: Synthesizer<TvaeOptions> = {
  type: "tvae",
  async fit(data: ModelTable, options: TvaeOptions, context: FitContext): Promise<FittedModel> {
    const encoder = fitMatrixEncoder(data, { seed: context.seed });
    const layout = outputLayout(encoder.layout);
    const bytes = 8 * layout.softmaxWidth * layout.blocks.length;
    if (bytes > maxBytes)
      throw new ModelError(
        `TVAE would need ${(bytes / 1e9).toFixed(1)} GB for the ${layout.softmaxWidth.toLocaleString("en-US")} categories of these columns, more than ${maxBytes / 1e9} GB. Lower maxCategories or drop columns.`,
      );
    const encoded = encoder.encode(data.table, new Random(context.seed).fork("encode"));
    const columnNames = data.columns.map((c) => c.name);
    const { decoder, deviations } = await trainTvae({ encoded, layout, columnNames }, options, context);
    return openFitted({ encoder, layout, embeddingDim: options.embeddingDim, deviations }, decoder);
  },
  async load(state: ModelState): Promise<FittedModel> {
    const saved = state.json as unknown as SavedTvae;
    const decoder = state.parts.get("decoder.onnx");
    if (saved?.version !== 1 || decoder === undefined)
      throw new ModelError("not a saved TVAE model: its parts are missing or of another version");
    const encoder = loadMatrixEncoder(saved.encoder);
    const { embeddingDim } = saved;
    const deviations = Float32Array.from(saved.deviations);
    return openFitted({ encoder, layout: outputLayout(encoder.layout), embeddingDim, deviations }, decoder);
  },
};

/** Of the matrices that sum within the blocks of categories. */
const maxBytes = 1e9;

interface SavedTvae {
  readonly version: 1;
  readonly embeddingDim: number;
  readonly deviations: readonly number[];
  readonly encoder: JsonValue;
}

async function openFitted(parts: SamplerParts, decoder: Uint8Array): Promise<FittedModel> {
  const session = await openSession(decoder, { threads: 2 });
  return {
    type: "tvae",
    columns: parts.encoder.columns,
    sample: (rows, options) => sampleTables(session, parts, rows, options),
    save: async () => ({
      json: {
        version: 1,
        embeddingDim: parts.embeddingDim,
        deviations: [...parts.deviations],
        encoder: parts.encoder.save(),
      } satisfies SavedTvae,
      parts: new Map([["decoder.onnx", decoder]]),
    }),
    dispose: () => session.release(),
  };
}
