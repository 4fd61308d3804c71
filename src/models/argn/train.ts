import type { ArgnOptions } from "../../config/modelOptions/argn.ts";
import type * as ort from "../../engine/onnxRuntime.ts";
import { floatTensor, openSession } from "../../engine/session.ts";
import { TrainingLoop } from "../../engine/trainingLoop.ts";
import { Random } from "../../numerics/random.ts";
import { ModelError } from "../../transform/modelTable.ts";
import { tokenShares } from "../circuit/tokens/codebook.ts";
import { heldRows } from "../heldRows.ts";
import { loopSnapshot, restoreLoop, runTraining } from "../neural/trainingRun.ts";
import type { FitContext, ModelState } from "../synthesizer.ts";
import { ArgnBatches } from "./batches.ts";
import { type ArgnShape, type ArgnWeights, declareNetwork, foldWeights } from "./network.ts";
import { type Question, Questions, type TokenColumns } from "./questions.ts";
import { argnParameters, averageName, lossModel, trainingStep, weightsName } from "./trainingStep.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface ArgnData {
  readonly vocabulary: Vocabulary;
  readonly tokens: TokenColumns;
  readonly rows: number;
  /** The order rows are drawn in when nothing is asked of them. */
  readonly order: readonly number[];
  /** The last column of the order is the one the report predicts. */
  readonly hasTarget: boolean;
  /** Whose each row is, where persons or orders have several. */
  readonly units?: Int32Array | undefined;
}

const shapes: Readonly<Record<ArgnOptions["size"], ArgnShape>> = {
  S: { width: 128, blocks: 1 },
  M: { width: 320, blocks: 2 },
  L: { width: 640, blocks: 3 },
};

export function shapeOf(options: Pick<ArgnOptions, "size">): ArgnShape {
  return shapes[options.size];
}

/** Extra share of questions about the target. */
const targetShare = 0.15;

const checkpointKind = "argn-checkpoint";

/**
 * Trains until the validation loss no longer falls and returns the moving average of the weights at its lowest. A fit
 * resumed from a checkpoint gives the same bytes as an uninterrupted one.
 * @throws ModelError when a loss is not finite, the signal's reason when aborted
 */
export async function trainArgn(
  data: ArgnData,
  options: ArgnOptions,
  context: FitContext,
): Promise<ArgnWeights> {
  const { vocabulary } = data;
  const random = new Random(context.seed).fork("argn");
  const shape = shapeOf(options);
  const network = declareNetwork(vocabulary, shape, logShares(data), random.fork("weights"));
  const split = splitRows(data, options.validationShare, random.fork("split"));
  const o = sizesOf(options, split.training.length, vocabulary.width);
  const definition = trainingStep(network, vocabulary, o);
  const questions = new Questions(vocabulary, data, {
    anyOrder: options.anyOrder,
    lastShare: data.hasTarget ? targetShare : 0,
  });
  const batches = new ArgnBatches(
    definition.perStep,
    { questions, rows: split.training },
    o,
    random.fork("batches"),
  );
  const validation = await Validation.open(
    lossModel(network, vocabulary),
    vocabulary.width,
    { questions, rows: split.validation },
    random,
  );
  const loop = await TrainingLoop.open(definition, { threads: 2 });
  try {
    const stop = new EarlyStopping(options.patience, argnParameters(network).flat.initial);
    const resume = context.checkpoint?.resume;
    let firstStep = 0;
    if (resume !== undefined) {
      firstStep = restoreLoop(checkpointKind, loop, resume)["step"] as number;
      stop.restore(resume);
      batches.rateFactor = stop.rateFactor;
    }
    const stepsPerEpoch = Math.max(1, Math.round(split.training.length / o.batchSize));
    await runTraining({
      loop,
      fill: (first, count) => batches.fill(first, count),
      stepBytes: batches.stepBytes,
      firstStep,
      stepsPerEpoch,
      epochs: options.epochs,
      context,
      snapshot: (step) => stop.addTo(loopSnapshot(checkpointKind, loop, { step })),
      diverged: (step) =>
        new ModelError(
          `training diverged: a loss was not finite at step ${step + 1}. Try a smaller learningRate; the last checkpoint is kept.`,
        ),
      async afterEpoch() {
        const average = loop.read(averageName);
        const goOn = stop.judge(await validation.loss(average), average);
        batches.rateFactor = stop.rateFactor;
        return goOn;
      },
      shown: () => ({ validation: stop.last }),
    });
    const flat = argnParameters(network);
    return foldWeights(network, vocabulary, shape, (parameter) => flat.read(parameter, stop.best));
  } finally {
    await loop.dispose();
    await validation.dispose();
  }
}

/** Halves the learning rate whenever the validation loss does not fall, stops when it stays so, and keeps the best weights. */
class EarlyStopping {
  readonly #patience: number;
  readonly best: Float32Array;
  #lowest = Number.MAX_VALUE;
  #since = 0;
  last = 0;
  rateFactor = 1;

  constructor(patience: number, initial: Float32Array) {
    this.#patience = patience;
    this.best = initial.slice();
  }

  /** Takes note of a check; false when training should end. */
  judge(loss: number, weights: Float32Array): boolean {
    this.last = loss;
    if (loss < this.#lowest) {
      this.#lowest = loss;
      this.#since = 0;
      this.best.set(weights);
      return true;
    }
    this.#since++;
    this.rateFactor = Math.max(0.02, this.rateFactor / 2);
    return this.#since < this.#patience;
  }

  addTo({ json, parts }: ModelState): ModelState {
    const { last, rateFactor } = this;
    return {
      json: {
        ...(json as Record<string, never>),
        stopping: { lowest: this.#lowest, since: this.#since, last, rateFactor },
      },
      parts: new Map([...parts, ["best", new Uint8Array(this.best.slice().buffer)]]),
    };
  }

  restore({ json, parts }: ModelState): void {
    const { stopping } = json as {
      stopping: { lowest: number; since: number; last: number; rateFactor: number };
    };
    this.#lowest = stopping.lowest;
    this.#since = stopping.since;
    this.last = stopping.last;
    this.rateFactor = stopping.rateFactor;
    this.best.set(new Float32Array(parts.get("best")!.slice().buffer));
  }
}

/** The loss on rows kept aside, always asked the same questions. */
class Validation {
  readonly #session: ort.InferenceSession;
  readonly #width: number;
  readonly #batches: readonly Question[];
  readonly #count: number;

  private constructor(
    session: ort.InferenceSession,
    width: number,
    batches: readonly Question[],
    count: number,
  ) {
    this.#session = session;
    this.#width = width;
    this.#batches = batches;
    this.#count = count;
  }

  static async open(
    model: Uint8Array,
    width: number,
    { questions, rows }: { readonly questions: Questions; readonly rows: Uint32Array },
    random: Random,
  ): Promise<Validation> {
    const draws = random.fork("validation");
    const count = Math.max(minQuestions, 2 * rows.length);
    const perBatch = Math.max(16, Math.min(1024, Math.floor(8e6 / width)));
    const batches: Question[] = [];
    for (let first = 0; first < count; first += perBatch) {
      const size = Math.min(perBatch, count - first);
      const known = new Float32Array(size * width);
      const asked = new Float32Array(size * width);
      for (let i = 0; i < size; i++)
        questions.write(rows[(first + i) % rows.length]!, draws, { known, asked }, i * width);
      batches.push({ known, asked });
    }
    const session = await openSession(model, { threads: 2 });
    return new Validation(session, width, batches, count);
  }

  async loss(weights: Float32Array): Promise<number> {
    let total = 0;
    for (const { known, asked } of this.#batches) {
      const shape = [known.length / this.#width, this.#width];
      const { loss } = await this.#session.run({
        known: floatTensor(known, shape),
        asked: floatTensor(asked, shape),
        [weightsName]: floatTensor(weights, [1, weights.length]),
      });
      for (const value of loss!.data as Float32Array) total += value;
    }
    return total / this.#count;
  }

  dispose(): Promise<void> {
    return this.#session.release();
  }
}

const minQuestions = 1000;

function splitRows(
  { rows, units }: ArgnData,
  share: number,
  random: Random,
): { readonly training: Uint32Array; readonly validation: Uint32Array } {
  const count = Math.min(rows - 1, Math.max(1, Math.round(share * rows)));
  const { held, others } = heldRows(rows, count, { random, units });
  // a table of one row, or of one person's, is its own validation
  return { training: others, validation: held.length === 0 ? others : held };
}

function sizesOf(options: ArgnOptions, rows: number, width: number) {
  const fitting = Math.max(16, 2 ** Math.floor(Math.log2(2e6 / width)));
  const automatic = Math.min(512, fitting, Math.max(16, 2 ** Math.floor(Math.log2(rows / 32))));
  const batchSize = options.batchSize === "auto" ? automatic : Math.min(options.batchSize, Math.max(1, rows));
  const learningRate =
    options.learningRate === "auto" ? 5e-4 * Math.sqrt(batchSize / 32) : options.learningRate;
  return {
    batchSize,
    dropout: options.dropout,
    adam: { learningRate, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.02 },
  };
}

/** Log of the share of each token, with one count to spare for each (Laplace). */
function logShares({ vocabulary, tokens, rows }: ArgnData): Float32Array {
  const out = new Float32Array(vocabulary.width);
  tokens.forEach((column, j) => {
    const size = vocabulary.sizes[j]!;
    tokenShares(column, size).forEach((share, t) => {
      out[vocabulary.offsets[j]! + t] = Math.log((share * rows + 1) / (rows + size));
    });
  });
  return out;
}
