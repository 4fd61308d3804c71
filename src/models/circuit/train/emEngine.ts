import type { CircuitParameters, CircuitShape } from "../circuitModel.ts";
import type { Smoothing, TablePrior } from "./prior.ts";

/** The rows of a table as tokens: one array per column, −1 = unknown. */
export type TokenColumns = readonly Int32Array[];

/** What an engine fits. */
export interface EmProblem {
  readonly shape: CircuitShape;
  readonly priors: readonly TablePrior[];
  readonly smoothing: Smoothing;
  /** Number of training rows: the weight of the data against the priors. */
  readonly rows: number;
  readonly start: CircuitParameters;
}

/** Runs the arithmetic of a circuit; made for one shape. */
export interface EmEngine {
  /**
   * One stepwise EM step on the rows at `index`: statistics move by `rate` towards the batch's, then the
   * parameters become their smoothed maximum. Returns the batch's mean log likelihood before the step.
   */
  step(tokens: TokenColumns, index: Uint32Array, rate: number): Promise<number>;
  /** As `step` with rate 1 over the whole range, but in batches: a full EM step. */
  fullStep(tokens: TokenColumns, index: Uint32Array): Promise<number>;
  /** Log likelihood of the rows at `index`. */
  logLikelihood(tokens: TokenColumns, index: Uint32Array): Promise<Float64Array>;
  parameters(): CircuitParameters;
  dispose(): Promise<void>;
}
