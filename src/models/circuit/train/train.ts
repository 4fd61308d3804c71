import type { Random } from "../../../numerics/random.ts";
import type { FitContext } from "../../synthesizer.ts";
import { type CircuitParameters, type CircuitShape, shapeOf } from "../circuitModel.ts";
import { type Codebook, tokenShares } from "../tokens/codebook.ts";
import type { ColumnTree } from "./chowLiuTree.ts";
import type { EmEngine, TokenColumns } from "./emEngine.ts";
import { seededParameters } from "./initial.ts";
import { openNativeEm } from "./nativeEm.ts";
import { plainEm } from "./plainEm.ts";
import { type Smoothing, tablePriors } from "./prior.ts";

export interface TrainPlan {
  readonly states: number;
  readonly epochs: number;
  readonly batch: number;
  readonly threads: number;
  readonly smoothing: Smoothing;
}

export interface TrainedCircuit {
  readonly shape: CircuitShape;
  readonly parameters: CircuitParameters;
  /** Mean log likelihood of the rows, of tokens only (nats per row), after training; NaN where no rows were held out. */
  readonly validation: number;
  readonly epochs: number;
}

/** Trains one circuit on the rows `train` of `tokens`; `held` rows only watch. */
export async function trainCircuit(
  books: readonly Codebook[],
  tokens: TokenColumns,
  tree: ColumnTree,
  train: Uint32Array,
  held: Uint32Array,
  plan: TrainPlan,
  random: Random,
  context: FitContext,
  report: (epoch: number, logLikelihood: number) => void,
): Promise<TrainedCircuit> {
  const sizes = books.map((b) => b.size);
  const shape = shapeOf(tree, sizes, plan.states);
  const shares = tokens.map((t, j) => tokenShares(t, sizes[j]!));
  const numeric = books.map((b) => (b.kind === "number" ? b.tokens.count : 0));
  const priors = tablePriors(shape, shares, numeric, plan.smoothing);
  const trainTokens = tokens.map((t) => Int32Array.from(train, (i) => t[i]!));
  const start = seededParameters(shape, priors, trainTokens, random.fork("seeds"));
  const engine: EmEngine = await openNativeEm(shape, priors, plan.smoothing, train.length, start, plan).catch(
    (error: unknown) => {
      context.warn(
        `onnxruntime did not start (${String(error)}); training in plain code, which is much slower`,
      );
      return plainEm(shape, priors, plan.smoothing, train.length, start);
    },
  );
  const order = random.fork("batches");
  const index = train.slice();
  try {
    let step = 0;
    for (let epoch = 0; epoch < plan.epochs; epoch++) {
      order.shuffle(index);
      let sum = 0;
      for (let from = 0; from < index.length; from += plan.batch) {
        context.signal.throwIfAborted();
        const to = Math.min(index.length, from + plan.batch);
        const rate = (step++ + 2) ** -0.7;
        sum += (to - from) * (await engine.step(tokens, index, from, to, (rate * (to - from)) / plan.batch));
      }
      report(epoch, sum / index.length);
    }
    await engine.fullStep(tokens, index);
    const scores = await engine.logLikelihood(tokens, held);
    const validation = scores.reduce((a, b) => a + b, 0) / scores.length;
    return { shape, parameters: engine.parameters(), validation, epochs: plan.epochs };
  } finally {
    await engine.dispose();
  }
}
