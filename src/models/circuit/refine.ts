import type { Random } from "../../engine/random.ts";
import type { CircuitParameters, CircuitShape } from "./circuitModel.ts";
import type { Codebook } from "./codebook.ts";
import { binTokens, type DensityRatio, fitRatioTrees, logRatios } from "./densityRatio.ts";
import type { TokenColumns } from "./emEngine.ts";
import { drawTokens } from "./sampler.ts";

/** Most candidates drawn per row kept. */
const mostCandidates = 2.5;
/** Training rows shown to the classifier, at most. */
const mostRows = 40_000;
const treesPerRound = 150;
/** Below this many rows twice as many are drawn, for a steadier comparison. */
const fewRows = 10_000;

/**
 * Learns what still tells the circuit's rows from training rows, round after round: each round meets fresh rows of the model
 * as refined so far, and ends the refinement when it learns nothing that held-out rows confirm.
 */
export async function refineCircuit(
  shape: CircuitShape,
  parameters: CircuitParameters,
  books: readonly Codebook[],
  tokens: TokenColumns,
  rounds: number,
  random: Random,
  report: (round: number, trees: number) => Promise<void>,
): Promise<DensityRatio | undefined> {
  const rows = tokens[0]?.length ?? 0;
  const index = rows > mostRows ? random.fork("rows").permutation(rows).subarray(0, mostRows) : undefined;
  const real = index ? tokens.map((t) => Int32Array.from(index, (i) => t[i]!)) : tokens;
  const realRows = index?.length ?? rows;
  let ratio: DensityRatio | undefined;
  for (let round = 0; round < rounds; round++) {
    const part = random.fork(`round ${round}`);
    const drawnRows = realRows < fewRows ? 2 * realRows : realRows;
    const drawn = drawTokens(shape, parameters, books, ratio, drawnRows, part);
    const trees = fitRatioTrees(books, real, realRows, drawn, drawnRows, treesPerRound, part);
    await report(round, trees.length);
    if (trees.length === 0) break;
    const all: DensityRatio = { trees: [...(ratio?.trees ?? []), ...trees], candidates: 1 };
    ratio = { ...all, candidates: neededCandidates(shape, parameters, books, all, part) };
  }
  return ratio;
}

/** The 99 % quantile of the ratio over its mean. */
function neededCandidates(
  shape: CircuitShape,
  parameters: CircuitParameters,
  books: readonly Codebook[],
  ratio: DensityRatio,
  random: Random,
): number {
  const rows = 4000;
  const drawn = drawTokens(shape, parameters, books, undefined, rows, random);
  const weights = logRatios(ratio, binTokens(books, drawn, rows))
    .map(Math.exp)
    .sort();
  const mean = weights.reduce((a, b) => a + b, 0) / rows;
  return Math.min(mostCandidates, Math.max(1.2, weights[Math.floor(0.99 * rows)]! / mean));
}
