import type { TvaeOptions } from "../../config/modelOptions/tvae.ts";
import { TrainingLoop } from "../../engine/trainingLoop.ts";
import { Random } from "../../numerics/random.ts";
import { ModelError } from "../../transform/modelTable.ts";
import type { GanData } from "../ctgan/ganData.ts";
import { blameColumns } from "../ctgan/suspectColumns.ts";
import { loopSnapshot, restoreLoop, runTraining } from "../neural/trainingRun.ts";
import type { FitContext } from "../synthesizer.ts";
import { TvaeBatches } from "./batches.ts";
import { decoderModel } from "./decoderModel.ts";
import { declarePerceptron } from "./networks.ts";
import { deviationsName, networkWeights, trainingStep } from "./trainingStep.ts";

export interface TrainedTvae {
  /** ONNX bytes, see `decoderModel`. */
  readonly decoder: Uint8Array;
  /** Standard deviation of each α. */
  readonly deviations: Float32Array;
}

const checkpointKind = "tvae-checkpoint";

/**
 * Trains encoder and decoder. A fit resumed from a checkpoint gives the same bytes as an uninterrupted one.
 * @throws ModelError when a loss is not finite, the signal's reason when aborted
 */
export async function trainTvae(
  data: GanData,
  options: Omit<TvaeOptions, "type">,
  context: FitContext,
): Promise<TrainedTvae> {
  const { encoded, layout } = data;
  const { embeddingDim, lossFactor, epochs } = options;
  const random = new Random(context.seed);
  const encoder = declarePerceptron(
    "encoder",
    [layout.width, ...options.compressDims, 2 * embeddingDim],
    random.fork("encoder"),
  );
  const decoder = declarePerceptron(
    "decoder",
    [embeddingDim, ...options.decompressDims, layout.width],
    random.fork("decoder"),
  );
  const adam = {
    learningRate: options.learningRate,
    weightDecay: options.l2scale,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  };
  const batchSize = Math.min(options.batchSize, encoded.rows);
  const o = { batchSize, embeddingDim, lossFactor, adam };
  const definition = trainingStep(layout, encoder, decoder, o);
  const batches = new TvaeBatches(definition.perStep, data, o, random.fork("batches"));
  const loop = await TrainingLoop.open(definition, { threads: 2 });
  try {
    const resume = context.checkpoint?.resume;
    const stepsPerEpoch = Math.ceil(encoded.rows / batchSize);
    await runTraining({
      loop,
      fill: (first, count) => batches.fill(first, count),
      stepBytes: batches.stepBytes,
      firstStep: resume === undefined ? 0 : (restoreLoop(checkpointKind, loop, resume)["step"] as number),
      stepsPerEpoch,
      epochs,
      context,
      snapshot: (step) => loopSnapshot(checkpointKind, loop, { step }),
      diverged: (step) =>
        new ModelError(
          `training diverged: a loss was not finite at step ${step + 1} (epoch ${Math.floor(step / stepsPerEpoch) + 1}). ` +
            `${blameColumns(data)} Try a smaller learningRate; the last checkpoint is kept.`,
        ),
    });
    const weights = networkWeights(encoder, decoder);
    const values = loop.read(weights.flat.value.attributes.name);
    return {
      decoder: decoderModel(layout, decoder, (t) => weights.read(t, values), embeddingDim),
      deviations: layout.alphaCount > 0 ? loop.read(deviationsName).slice() : new Float32Array(),
    };
  } finally {
    await loop.dispose();
  }
}
