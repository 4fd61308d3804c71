import type { Tree } from "../../../learners/tree.ts";
import type { Codebook } from "../tokens/codebook.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import { type Forest, makeForest, scoreRows } from "./forest.ts";
import { binByRow, type CombinedColumns, type RatioFeature, ratioFeatures } from "./ratioFeatures.ts";

/**
 * ln r(x) ≈ ln p_real(x) / p_circuit(x) as a sum of trees over tokens: what a boosted classifier that tells training rows from
 * the circuit's has learned. Rows drawn from the circuit and kept in proportion to r follow p·r
 * (discriminator rejection sampling, Azadi et al. 2019, with trees; boosted density estimation, Cranko & Nock 2019).
 */
export interface DensityRatio extends CombinedColumns {
  readonly trees: readonly Tree[];
  /** Added to ln r for each token of a row, by column: what brings the share of every token back to the training rows'. */
  readonly offsets: readonly Float64Array[];
  /** Candidates drawn per row kept: the largest ratio, relative to the mean, that can be honored. */
  readonly candidates: number;
}

const scoredTogether = 1024;

/** ln r of every row, up to a constant. */
export function logRatios(
  ratio: DensityRatio,
  books: readonly Codebook[],
  tokens: TokenColumns,
  rows: number,
): Float64Array {
  const { features, forest } = prepared(ratio, books);
  const width = features.length;
  const out = new Float64Array(rows);
  const bins = new Uint8Array(Math.min(rows, scoredTogether) * width);
  for (let from = 0; from < rows; from += scoredTogether) {
    const to = Math.min(rows, from + scoredTogether);
    binByRow(features, tokens, { from, to }, bins);
    out.set(scoreRows(forest, bins.subarray(0, (to - from) * width), width), from);
  }
  ratio.offsets.forEach((offset, f) => {
    const column = tokens[f]!;
    for (let i = 0; i < rows; i++) if (column[i]! >= 0) out[i]! += offset[column[i]!]!;
  });
  return out;
}

interface PreparedRatio {
  readonly features: readonly RatioFeature[];
  readonly forest: Forest;
}

const preparedRatios = new WeakMap<DensityRatio, PreparedRatio>();

function prepared(ratio: DensityRatio, books: readonly Codebook[]): PreparedRatio {
  let found = preparedRatios.get(ratio);
  if (found === undefined) {
    const features = ratioFeatures(books, ratio);
    const forest = makeForest(
      ratio.trees,
      features.map((f) => f.binner.bins),
    );
    found = { features, forest };
    preparedRatios.set(ratio, found);
  }
  return found;
}
