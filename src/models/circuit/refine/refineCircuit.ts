import type { Random } from "../../../numerics/random.ts";
import type { CircuitParameters, CircuitShape } from "../circuitModel.ts";
import { drawTokens } from "../query/sampler.ts";
import { tokenShares } from "../tokens/codebook.ts";
import type { TrainingTokens } from "../train/trainingTokens.ts";
import { type DensityRatio, fitRatioTrees, logRatios } from "./densityRatio.ts";
import { rake } from "./rake.ts";

/** Most candidates drawn per row kept. */
const maxCandidates = 2.5;
/** Training rows shown to the classifier, at most. */
const maxRows = 40_000;
const treesPerRound = 110;
/** Fewer rows than this teach a classifier more noise than fault. */
export const minRefinedRows = 1500;
/** Below this many rows twice as many are drawn, for a steadier comparison. */
const fewRows = 10_000;

interface FittedParameters {
  readonly shape: CircuitShape;
  readonly parameters: CircuitParameters;
}

export interface Refinement {
  /** Maximum number of rounds. */
  readonly rounds: number;
  readonly random: Random;
  /** Called after each round with the number of trees that held-out rows confirmed. */
  report(round: number, trees: number): Promise<void>;
}

/**
 * Fits what still tells the circuit's rows from training rows, round after round: each round meets fresh rows of the model
 * as refined so far, and ends the refinement when it learns nothing that held-out rows confirm.
 */
export async function refineCircuit(
  circuit: FittedParameters,
  training: TrainingTokens,
  { rounds, random, report }: Refinement,
): Promise<DensityRatio | undefined> {
  const { books, tokens } = training;
  const rows = tokens[0]?.length ?? 0;
  if (rows < minRefinedRows) return undefined;
  const index = rows > maxRows ? random.fork("rows").permutation(rows).subarray(0, maxRows) : undefined;
  const real = index ? tokens.map((t) => Int32Array.from(index, (i) => t[i]!)) : tokens;
  const realRows = index?.length ?? rows;
  let ratio: DensityRatio | undefined;
  for (let round = 0; round < rounds; round++) {
    const part = random.fork(`round ${round}`);
    const drawnRows = realRows < fewRows ? 2 * realRows : realRows;
    const { tokens: drawn } = drawTokens({ ...circuit, books }, ratio, drawnRows, part);
    const trees = fitRatioTrees(books, { real, drawn }, treesPerRound, part);
    await report(round, trees.length);
    if (trees.length === 0) break;
    const all: DensityRatio = {
      trees: [...(ratio?.trees ?? []), ...trees],
      offsets: books.map((b) => new Float64Array(b.size)),
      candidates: 1,
    };
    ratio = balanced(circuit, training, all, part);
  }
  return ratio;
}

/** The ratio with offsets that restore the shares of single tokens, and with enough candidates for its 99 % quantile. */
function balanced(
  circuit: FittedParameters,
  { books, tokens }: TrainingTokens,
  ratio: DensityRatio,
  random: Random,
): DensityRatio {
  const rows = Math.min(maxRows, 2 * (tokens[0]?.length ?? 0));
  const { tokens: drawn } = drawTokens({ ...circuit, books }, undefined, rows, random);
  const weights = logRatios(ratio, books, drawn, rows).map(Math.exp);
  const sorted = weights.slice().sort();
  const mean = weights.reduce((a, b) => a + b, 0) / rows;
  const candidates = Math.min(maxCandidates, Math.max(1.2, sorted[Math.floor(0.99 * rows)]! / mean));
  const cut = weights.map((w) => Math.min(w, candidates * mean));
  const shares = tokens.map((t, j) => tokenShares(t, books[j]!.size));
  return { ...ratio, offsets: rake(drawn, cut, shares), candidates };
}
