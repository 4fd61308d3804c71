import { availableParallelism } from "node:os";
import type { CtganOptions } from "../../config/modelOptions/ctgan.ts";
import type { AdamOptions } from "../../engine/adam.ts";
import type { Tensor } from "../../engine/tensor.ts";
import { TrainingLoop } from "../../engine/trainingLoop.ts";
import { Random } from "../../numerics/random.ts";
import { ModelError } from "../../transform/modelTable.ts";
import { loopSnapshot, restoreLoop, runTraining } from "../neural/trainingRun.ts";
import type { FitContext, ModelState } from "../synthesizer.ts";
import { TrainingBatches } from "./batches.ts";
import { finishedGenerator } from "./finishedGenerator.ts";
import type { GanData } from "./ganData.ts";
import { declareCritic, declareGenerator } from "./networks.ts";
import { blameColumns } from "./suspectColumns.ts";
import { averageName, type StepOptions, trainingStep } from "./trainingStep.ts";

/** `threads` of the training session: two if there are two cores. Not chosen by trial, so that a seed gives the same bytes. */
export interface TrainOptions extends Omit<CtganOptions, "type"> {
  readonly threads?: number;
}

/**
 * Trains the networks and returns the generator as an ONNX model. A fit resumed from a checkpoint gives the same bytes
 * as an uninterrupted one.
 * @throws ModelError when a loss is not finite, the signal's reason when aborted
 */
export async function trainGan(
  data: GanData,
  options: TrainOptions,
  context: FitContext,
): Promise<Uint8Array> {
  const { layout, encoded } = data;
  const o = stepOptions(options, encoded.rows);
  const random = new Random(context.seed);
  const generator = declareGenerator(
    layout.conditionWidth > 0 ? [o.embeddingDim, layout.conditionWidth] : [o.embeddingDim],
    o.generatorDim,
    layout.width,
    random.fork("generator"),
  );
  const critic = declareCritic(
    o.pac * (layout.width + layout.conditionWidth),
    o.discriminatorDim,
    random.fork("critic"),
  );
  const definition = trainingStep(layout, generator, critic, o);
  const batches = new TrainingBatches(
    definition.perStep,
    data,
    { ...o, logFrequency: options.logFrequency },
    random.fork("batches"),
  );
  const loop = await TrainingLoop.open(definition, {
    threads: options.threads ?? Math.min(2, availableParallelism()),
  });
  try {
    const stepsPerEpoch = Math.max(1, Math.floor(encoded.rows / o.batchSize));
    const resume = context.checkpoint?.resume;
    await runTraining({
      loop,
      fill: (first, count) => batches.fill(first, count),
      stepBytes: batches.stepBytes,
      maxSteps: maxStepsOf(loop),
      firstStep: resume === undefined ? 0 : restore(resume, loop, batches),
      stepsPerEpoch,
      epochs: options.epochs,
      context,
      snapshot: (step) => loopSnapshot(checkpointKind, loop, { step, position: batches.position }),
      diverged: (step) => divergence(step, stepsPerEpoch, data),
    });
    const weights = (t: Tensor<"input">): Float32Array => loop.read(averageName(t));
    return await finishedGenerator(data, options, { generator, weights }, random);
  } finally {
    await loop.dispose();
  }
}

const checkpointKind = "ctgan-checkpoint";

/** A large state goes one step at a time, since a longer Scan copies it once more. */
function maxStepsOf(loop: TrainingLoop): number {
  return loop.stateBytes > 128e6 ? 1 : 16;
}

function divergence(step: number, stepsPerEpoch: number, data: GanData): ModelError {
  const epoch = Math.floor(step / stepsPerEpoch) + 1;
  return new ModelError(
    `training diverged: a loss was not finite at step ${step + 1} (epoch ${epoch}). ${blameColumns(data)}` +
      " Try smaller generatorLr and discriminatorLr; the last checkpoint is kept.",
  );
}

/** Puts a checkpoint back and returns the step that comes next. */
function restore(state: ModelState, loop: TrainingLoop, batches: TrainingBatches): number {
  const { step, position } = restoreLoop(checkpointKind, loop, state);
  batches.position = position as number;
  return step as number;
}

/** Batch size and pac as the data allows: a table smaller than the batch is trained on in smaller batches. */
function stepOptions(options: TrainOptions, rows: number): StepOptions {
  if (rows < options.pac)
    throw new ModelError(`CTGAN needs at least pac = ${options.pac} rows, the table has ${rows}`);
  const adam = (learningRate: number, weightDecay: number): AdamOptions => ({
    learningRate,
    weightDecay,
    beta1: 0.5,
    beta2: 0.9,
    epsilon: 1e-8,
  });
  return {
    batchSize: options.batchSize,
    pac: options.pac,
    embeddingDim: options.embeddingDim,
    generatorDim: options.generatorDim,
    discriminatorDim: options.discriminatorDim,
    discriminatorSteps: options.discriminatorSteps,
    generatorAdam: adam(options.generatorLr, options.generatorDecay),
    discriminatorAdam: adam(options.discriminatorLr, options.discriminatorDecay),
  };
}
