import type { Random } from "../../../numerics/random.ts";
import type { FitContext } from "../../synthesizer.ts";
import { type CircuitParameters, type CircuitShape, shapeOf } from "../circuitModel.ts";
import { opensLongerThanPlainRuns } from "../sessionCost.ts";
import { atomsOf, tokenShares } from "../tokens/codebook.ts";
import type { EmEngine } from "./emEngine.ts";
import { seededParameters } from "./initial.ts";
import { openNativeEm } from "./nativeEm.ts";
import { plainEm } from "./plainEm.ts";
import { type Smoothing, tablePriors } from "./prior.ts";
import type { TrainingTokens } from "./trainingTokens.ts";

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

export interface CircuitTraining {
  /** Numbers of the rows to fit. */
  readonly rows: Uint32Array;
  /** Numbers of the rows whose likelihood is measured after training. */
  readonly held: Uint32Array;
  readonly plan: TrainPlan;
  readonly random: Random;
  readonly context: FitContext;
  /** Called after each epoch with the mean log likelihood of its batches, each before its step. */
  report(epoch: number, logLikelihood: number): void;
}

/** Fits one circuit by stepwise EM. */
export async function trainCircuit(
  { books, tokens, tree, repeats }: TrainingTokens,
  { rows, held, plan, random, context, report }: CircuitTraining,
): Promise<TrainedCircuit> {
  const sizes = books.map((b) => b.size);
  const shape = shapeOf(tree, sizes, plan.states);
  const shares = tokens.map((t, j) => tokenShares(t, sizes[j]!));
  const atoms = books.map(atomsOf);
  const priors = tablePriors(shape, { shares, atoms, repeats }, plan.smoothing);
  const trainTokens = tokens.map((t) => Int32Array.from(rows, (i) => t[i]!));
  const start = seededParameters(shape, priors, trainTokens, random.fork("seeds"));
  const problem = { shape, priors, smoothing: plan.smoothing, rows: rows.length, start };
  // narrow tables are always trained on sessions
  const passes = rows.length * (plan.epochs + 2);
  const engine: EmEngine = opensLongerThanPlainRuns(shape, passes, 0)
    ? plainEm(problem)
    : await openNativeEm(problem, plan).catch((error: unknown) => {
        context.warn(
          `onnxruntime did not start (${String(error)}); training in plain code, which is much slower`,
        );
        return plainEm(problem);
      });
  const order = random.fork("batches");
  const index = rows.slice();
  try {
    let step = 0;
    for (let epoch = 0; epoch < plan.epochs; epoch++) {
      order.shuffle(index);
      let sum = 0;
      for (let from = 0; from < index.length; from += plan.batch) {
        context.signal.throwIfAborted();
        const batch = index.subarray(from, from + plan.batch);
        const rate = (step++ + 2) ** -0.7;
        sum += batch.length * (await engine.step(tokens, batch, (rate * batch.length) / plan.batch));
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
