import { z } from "zod";
import type { CtganOptions } from "../../config/modelOptions/ctgan.ts";
import type * as ort from "../../engine/onnxRuntime.ts";
import { openSession } from "../../engine/session.ts";
import { Random } from "../../numerics/random.ts";
import { fitMatrixEncoder } from "../../transform/matrix/matrixEncoder.ts";
import type { ModelTable } from "../../transform/modelTable.ts";
import { checkGraph, maxEmbedding } from "../neural/checkGraph.ts";
import { outputLayout } from "../neural/outputLayout.ts";
import { loadEncoder, savedEncoderSchema } from "../neural/savedEncoder.ts";
import { DamagedPart } from "../saved/damagedPart.ts";
import { readPart, refuseOtherParts } from "../saved/savedFloats.ts";
import { counts, readSaved, version } from "../saved/savedJson.ts";
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
    const { embeddingDim, categoryCounts, ...saved } = readSaved(savedCtganSchema, state.json);
    refuseOtherParts(state, [part]);
    const encoder = loadEncoder(saved.encoder);
    const layout = outputLayout(encoder.layout);
    const sizes = layout.blocks.slice(0, layout.conditionBlocks).map((b) => b.size);
    if (categoryCounts.map((c) => c.length).join() !== sizes.join())
      throw new DamagedPart("model.json", "categoryCounts: they are not those of the columns");
    const generator = readPart(state, part);
    checkGraph(generator, `parts/${part}`, {
      inputs: { noise: ["rows", embeddingDim], ...(layout.conditionWidth > 0 && { condition: ["rows"] }) },
      outputs: {
        ...(layout.softmaxWidth > 0 && { odds: layout.softmaxWidth }),
        ...(layout.alphaCount > 0 && { alphas: layout.alphaCount }),
      },
    });
    return openFitted({ encoder, layout, embeddingDim, categoryCounts }, generator);
  },
};

const part = "generator.onnx";

/** What `save` writes; `copulaGan` saves it as its part `gan`. */
export const savedCtganSchema = z.strictObject({
  version: version(2),
  embeddingDim: z.int().min(1).max(maxEmbedding),
  categoryCounts: z
    .array(counts.refine((list) => list.some((n) => n > 0), { error: "no category was ever seen" }))
    .readonly(),
  encoder: savedEncoderSchema,
});

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
      },
      parts: new Map([[part, generator]]),
    }),
    dispose: () => session.release(),
  };
}
