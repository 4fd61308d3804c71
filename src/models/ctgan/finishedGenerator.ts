import type { Tensor } from "../../engine/tensor.ts";
import type { Random } from "../../numerics/random.ts";
import type { EncodedRows } from "../../transform/matrix/matrix.ts";
import { drawIndex, indexConditions } from "../neural/conditionIndex.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";
import { type CalibrationShifts, calibrationShifts } from "./calibration.ts";
import { generatorModel, normStatistics, type TrainedGenerator, type Weights } from "./generatorModel.ts";
import type { Generator } from "./networks.ts";

/**
 * The trained generator as an ONNX model: batch norms fixed by their statistics over many rows, then the output layer
 * calibrated to the shares of the training rows.
 */
export async function finishedGenerator(
  data: { readonly encoded: EncodedRows; readonly layout: OutputLayout },
  options: { readonly embeddingDim: number; readonly logFrequency: boolean },
  network: Pick<TrainedGenerator, "generator" | "weights">,
  random: Random,
): Promise<Uint8Array> {
  const { encoded, layout } = data;
  const { embeddingDim, logFrequency } = options;
  const trained: TrainedGenerator = { ...network, layout, embeddingDim };
  const statistics = await normStatistics(
    trained,
    trainingConditions(encoded, layout, logFrequency, random.fork("norm conditions")),
    random.fork("norm noise"),
  );
  const model = generatorModel(trained, statistics);
  if (layout.softmaxWidth === 0) return model;
  const noise = random.fork("calibration noise");
  const shifts = await calibrationShifts({ model, embeddingDim }, data, noise);
  return generatorModel(
    { ...trained, weights: shifted(layout, network.generator, network.weights, shifts) },
    statistics,
  );
}

const statisticsRows = 5000;

function trainingConditions(
  encoded: EncodedRows,
  layout: OutputLayout,
  logFrequency: boolean,
  random: Random,
): Float32Array {
  const condition = new Float32Array(statisticsRows);
  const blocks = indexConditions(encoded, layout, logFrequency);
  for (let i = 0; blocks.length > 0 && i < statisticsRows; i++) {
    const block = blocks[random.below(blocks.length)]!;
    condition[i] = block.offset + drawIndex(block.cumulative, random);
  }
  return condition;
}

/** The weights, with the shifts in the output layer: in its bias and in the part that the condition selects rows of. */
function shifted(
  { width, softmaxWidth, conditionWidth }: OutputLayout,
  { outputBias, outputWeights }: Generator,
  weights: Weights,
  { bias, byCondition }: CalibrationShifts,
): Weights {
  const changed = new Map<Tensor, Float32Array>();
  changed.set(
    outputBias,
    weights(outputBias).map((b, j) => b + (bias[j] ?? 0)),
  );
  if (conditionWidth > 0) {
    const ofCondition = outputWeights[outputWeights.length - 1]!;
    const values = weights(ofCondition).slice();
    for (let c = 0; c < conditionWidth; c++)
      for (let j = 0; j < softmaxWidth; j++) values[c * width + j]! += byCondition[c * softmaxWidth + j]!;
    changed.set(ofCondition, values);
  }
  return (t) => changed.get(t) ?? weights(t);
}
