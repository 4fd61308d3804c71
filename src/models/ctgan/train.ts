import { availableParallelism } from "node:os";
import type { CtganOptions } from "../../config/modelOptions/ctgan.ts";
import type { AdamOptions } from "../../engine/adam.ts";
import type { Tensor } from "../../engine/tensor.ts";
import { TrainingLoop } from "../../engine/trainingLoop.ts";
import { nextTurn } from "../../numerics/breathe.ts";
import { Random } from "../../numerics/random.ts";
import { ModelError } from "../../transform/modelTable.ts";
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
    encoded,
    layout,
    { ...o, logFrequency: options.logFrequency },
    random.fork("batches"),
  );
  const loop = await TrainingLoop.open(definition, {
    threads: options.threads ?? Math.min(2, availableParallelism()),
  });
  try {
    const stepsPerEpoch = Math.max(1, Math.floor(encoded.rows / o.batchSize));
    let step = 0;
    const resume = context.checkpoint?.resume;
    if (resume !== undefined) step = restore(resume, loop, batches);
    await runSteps({ data, loop, batches, step, stepsPerEpoch, epochs: options.epochs, context });
    const weights = (t: Tensor<"input">): Float32Array => loop.read(averageName(t));
    return await finishedGenerator(data, options, generator, weights, random);
  } finally {
    await loop.dispose();
  }
}

interface Run {
  readonly data: GanData;
  readonly loop: TrainingLoop;
  readonly batches: TrainingBatches;
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly context: FitContext;
}

const chunkMs = 150;
const chunkBytes = 48e6;
const progressMs = 300;

async function runSteps({ data, loop, batches, step, stepsPerEpoch, epochs, context }: Run): Promise<void> {
  const total = stepsPerEpoch * epochs;
  const maxSteps = maxStepsAtOnce(loop, batches);
  let chunk = 1;
  let lastProgress = 0;
  while (step < total) {
    if (context.signal.aborted) {
      if (step > 0) await context.checkpoint?.save(snapshot(step, loop, batches));
      context.signal.throwIfAborted();
    }
    const started = performance.now();
    const count = Math.min(chunk, total - step, stepsPerEpoch - (step % stepsPerEpoch));
    const losses = await loop.run(count, batches.fill(step, count));
    const critic = losses.get("loss.critic")!;
    const generator = losses.get("loss.generator")!;
    const bad = critic.findIndex((loss, i) => !Number.isFinite(loss) || !Number.isFinite(generator[i]!));
    if (bad >= 0) throw divergence(step + bad, stepsPerEpoch, data);
    step += count;
    const now = performance.now();
    const perStep = (now - started) / count;
    chunk = Math.max(1, Math.min(maxSteps, Math.round(chunkMs / perStep)));
    if (step % stepsPerEpoch === 0 || now - lastProgress > progressMs) {
      lastProgress = now;
      context.progress({
        fraction: step / total,
        label: `epoch ${Math.ceil(step / stepsPerEpoch)}/${epochs}`,
        epoch: Math.ceil(step / stepsPerEpoch),
        epochs,
        losses: { generator: generator[count - 1]!, critic: critic[count - 1]! },
      });
    }
    if (context.checkpoint?.due() && step < total)
      await context.checkpoint.save(snapshot(step, loop, batches));
    await nextTurn();
  }
}

/** Bounded by the memory of the batches; a large state goes one step at a time, since a longer Scan copies it once more. */
function maxStepsAtOnce(loop: TrainingLoop, batches: TrainingBatches): number {
  if (loop.stateBytes > 128e6) return 1;
  return Math.max(1, Math.min(16, Math.floor(chunkBytes / batches.stepBytes)));
}

function divergence(step: number, stepsPerEpoch: number, data: GanData): ModelError {
  const epoch = Math.floor(step / stepsPerEpoch) + 1;
  return new ModelError(
    `training diverged: a loss was not finite at step ${step + 1} (epoch ${epoch}). ${blameColumns(data)}` +
      " Try smaller generatorLr and discriminatorLr; the last checkpoint is kept.",
  );
}

function snapshot(step: number, loop: TrainingLoop, batches: TrainingBatches): ModelState {
  const parts = new Map<string, Uint8Array>();
  for (const name of loop.names) {
    const values = loop.read(name);
    parts.set(name, new Uint8Array(values.slice().buffer));
  }
  return { json: { kind: "ctgan-checkpoint", step, position: batches.position }, parts };
}

function restore(state: ModelState, loop: TrainingLoop, batches: TrainingBatches): number {
  const saved = state.json as { kind?: string; step?: number; position?: number };
  if (saved.kind !== "ctgan-checkpoint" || saved.step === undefined || saved.position === undefined)
    throw new ModelError("the checkpoint is not one of this model; start the run again");
  for (const name of loop.names) {
    const bytes = state.parts.get(name);
    if (bytes === undefined || bytes.byteLength !== loop.read(name).byteLength)
      throw new ModelError("the checkpoint was made with other data or options; start the run again");
    loop.write(name, new Float32Array(bytes.slice().buffer));
  }
  batches.position = saved.position;
  return saved.step;
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
