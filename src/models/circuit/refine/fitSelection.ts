import type { Breathe } from "../../../numerics/breathe.ts";
import type { Random } from "../../../numerics/random.ts";
import type { CircuitParameters, CircuitShape } from "../circuitModel.ts";
import { drawTokens } from "../query/sampler.ts";
import { tokenShares } from "../tokens/codebook.ts";
import type { TrainingTokens } from "../train/trainingTokens.ts";
import { boostTrees, strongProof } from "./boostTrees.ts";
import { type DensityRatio, logRatios } from "./densityRatio.ts";
import { rake } from "./rake.ts";
import { ratioFeatures } from "./ratioFeatures.ts";
import { drawHeld, shownRows } from "./shownRows.ts";
import { fitSums } from "./sumFeatures.ts";

/** Most candidates drawn per row kept. */
const maxCandidates = 10;
/** Training rows shown to the classifier, at most. */
const maxRows = 40_000;
const treesPerRound = 110;
const patience = 10;
const learningRate = 0.15;
const maxLeaves = 24;
const rowsPerLeafAllowed = 400;
const minRowsPerLeaf = 20;
/** Below this many rows twice as many are drawn, for a steadier comparison. */
const fewRows = 10_000;

interface FittedParameters {
  readonly shape: CircuitShape;
  readonly parameters: CircuitParameters;
}

export interface SelectionFit {
  /** Maximum number of rounds. */
  readonly rounds: number;
  readonly random: Random;
  readonly breathe: Breathe;
  /** Called after each round with the number of trees that held-out rows confirmed. */
  report(round: number, trees: number): void;
}

/**
 * Fits what still tells the circuit's rows from training rows, round after round: each round meets fresh rows of the model
 * as refined so far, and ends the refinement when it learns nothing that held-out rows confirm. The same training rows are held out
 * in every round.
 */
export async function fitSelection(
  circuit: FittedParameters,
  training: TrainingTokens,
  { rounds, random, breathe, report }: SelectionFit,
): Promise<DensityRatio | undefined> {
  const { books, repeats } = training;
  const { tokens: shown, units } = shownRows(training, maxRows, random);
  const realRows = shown[0]?.length ?? 0;
  const drawnRows = realRows < fewRows ? 2 * realRows : realRows;
  const judge = random.fork("held");
  const real = { tokens: shown, held: drawHeld(realRows, judge, units) };
  const held = drawHeld(drawnRows, judge);
  const combined = { pairs: [], sums: fitSums(books, training.written, shown) };
  const features = ratioFeatures(books, combined);
  const options = {
    maxTrees: treesPerRound,
    patience,
    learningRate,
    minRowsPerLeaf,
    repeats,
    proof: strongProof,
    maxLeaves: Math.min(maxLeaves, Math.max(4, Math.round((realRows + drawnRows) / rowsPerLeafAllowed))),
  };
  let ratio: DensityRatio | undefined;
  for (let round = 0; round < rounds; round++) {
    const part = random.fork(`round ${round}`);
    const drawn = drawTokens({ ...circuit, books }, ratio, drawnRows, part).tokens;
    const trees = await boostTrees(features, { real, drawn: { tokens: drawn, held } }, options, breathe);
    report(round, trees.length);
    if (trees.length === 0) break;
    const all = { trees: [...(ratio?.trees ?? []), ...trees], ...combined };
    ratio = balancedRatio(circuit, training, all, part);
  }
  return ratio;
}

/** The ratio with offsets that restore the shares of single tokens, and with enough candidates for its 99 % quantile. */
export function balancedRatio(
  circuit: FittedParameters,
  { books, tokens }: TrainingTokens,
  { trees, pairs, sums }: Pick<DensityRatio, "trees" | "pairs" | "sums">,
  random: Random,
): DensityRatio {
  const ratio: DensityRatio = {
    trees,
    pairs,
    sums,
    offsets: books.map((b) => new Float64Array(b.size)),
    candidates: 1,
  };
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
