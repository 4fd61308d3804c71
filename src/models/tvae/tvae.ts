import { z } from "zod";
import type { TvaeOptions } from "../../config/modelOptions/tvae.ts";
import { openSession } from "../../engine/session.ts";
import { grouped } from "../../language/counts.ts";
import { Random } from "../../numerics/random.ts";
import { fitMatrixEncoder } from "../../transform/matrix/matrixEncoder.ts";
import { ModelError, type ModelTable } from "../../transform/modelTable.ts";
import { checkGraph, maxEmbedding } from "../neural/checkGraph.ts";
import { outputLayout } from "../neural/outputLayout.ts";
import { loadEncoder, savedEncoderSchema } from "../neural/savedEncoder.ts";
import { DamagedPart } from "../saved/damagedPart.ts";
import { readPart, refuseOtherParts } from "../saved/savedFloats.ts";
import { readSaved, version } from "../saved/savedJson.ts";
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
        `TVAE would need ${(bytes / 1e9).toFixed(1)} GB for the ${grouped(layout.softmaxWidth)} categories of these columns, more than ${maxBytes / 1e9} GB. Lower maxCategories or drop columns.`,
      );
    const encoded = encoder.encode(data.table, new Random(context.seed).fork("encode"));
    const columnNames = data.columns.map((c) => c.name);
    const { decoder, deviations } = await trainTvae({ encoded, layout, columnNames }, options, context);
    return openFitted({ encoder, layout, embeddingDim: options.embeddingDim, deviations }, decoder);
  },
  async load(state: ModelState): Promise<FittedModel> {
    const { embeddingDim, ...saved } = readSaved(savedTvaeSchema, state.json);
    refuseOtherParts(state, [part]);
    const encoder = loadEncoder(saved.encoder);
    const layout = outputLayout(encoder.layout);
    if (saved.deviations.length !== layout.alphaCount)
      throw new DamagedPart("model.json", "deviations: they are not those of the columns");
    const deviations = Float32Array.from(saved.deviations);
    const decoder = readPart(state, part);
    checkGraph(decoder, `parts/${part}`, {
      inputs: { noise: ["rows", 2 * Math.ceil(embeddingDim / 2)] },
      outputs: {
        ...(layout.softmaxWidth > 0 && { probabilities: layout.softmaxWidth }),
        ...(layout.alphaCount > 0 && { alphas: layout.alphaCount }),
      },
    });
    return openFitted({ encoder, layout, embeddingDim, deviations }, decoder);
  },
};

/** Of the matrices that sum within the blocks of categories. */
const maxBytes = 1e9;

const part = "decoder.onnx";

const savedTvaeSchema = z.strictObject({
  version: version(1),
  embeddingDim: z.int().min(1).max(maxEmbedding),
  deviations: z.array(z.number().min(0).max(1e3)).readonly(),
  encoder: savedEncoderSchema,
});

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
      },
      parts: new Map([[part, decoder]]),
    }),
    dispose: () => session.release(),
  };
}
