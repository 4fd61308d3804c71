import type { EncodedRows } from "../../transform/matrix/matrix.ts";
import type { Block, OutputLayout } from "./outputLayout.ts";

/** How many rows have each softmax output's category or mode. `rows`: those to count, all if left out. */
export function outputCounts(encoded: EncodedRows, layout: OutputLayout, rows?: Uint32Array): Float64Array {
  const counts = new Float64Array(layout.softmaxWidth);
  const { codes } = encoded;
  const total = rows?.length ?? encoded.rows;
  for (const { offset, code } of layout.blocks)
    for (let i = 0; i < total; i++) counts[offset + codes[(rows?.[i] ?? i) * layout.codeCount + code]!]!++;
  return counts;
}

/** Generated rows: rows × softmaxWidth probabilities or, within each block, odds, with the rows' weights. */
export interface OutputSample {
  readonly probabilities: Float32Array;
  /** They sum to 1. */
  readonly weights: Float64Array;
  /** softmaxWidth */
  readonly width: number;
}

/** Rounds of correction at most, and the largest difference of shares at which they end. */
const rounds = 30;
const tolerance = 1e-4;

/**
 * What to add to each of a block's logits so that its mean probability over the sample is the share it should have:
 * prior correction of the logits (Saerens, Latinne & Decaestecker, 2002; Menon et al., "Long-tail learning via logit
 * adjustment", ICLR 2021) by proportional fitting, log(share / mean) at a time. The sample's probabilities are corrected
 * on the way.
 * @param shares of the outputs of all blocks
 * @param largestShift bounds the shifts either way
 */
export function correctBlock(
  block: Block,
  sample: OutputSample,
  shares: Float64Array,
  largestShift: number,
): Float64Array {
  const { offset, size } = block;
  const { probabilities, weights, width } = sample;
  const factors = new Float64Array(size).fill(1);
  for (let round = 0; round < rounds; round++) {
    const means = blockMeans(block, sample, factors);
    let worst = 0;
    for (let j = 0; j < size; j++) worst = Math.max(worst, Math.abs(shares[offset + j]! - means[j]!));
    if (worst < tolerance) break;
    for (let j = 0; j < size; j++) {
      const wanted = factors[j]! * ((shares[offset + j]! + 1e-9) / (means[j]! + 1e-9));
      factors[j] = Math.min(Math.max(wanted, Math.exp(-largestShift)), Math.exp(largestShift));
    }
  }
  for (let i = 0, at = offset; i < weights.length; i++, at += width) {
    let total = 0;
    for (let j = 0; j < size; j++) total += probabilities[at + j]! *= factors[j]!;
    for (let j = 0; j < size; j++) probabilities[at + j]! /= total;
  }
  return factors.map(Math.log);
}

/** Mean probabilities of a block's outputs, were each multiplied by its factor. */
export function blockMeans(
  { offset, size }: Block,
  { probabilities, weights, width }: OutputSample,
  factors: Float64Array,
): Float64Array {
  const means = new Float64Array(size);
  const scaled = new Float64Array(size);
  for (let i = 0, at = offset; i < weights.length; i++, at += width) {
    let total = 0;
    for (let j = 0; j < size; j++) total += scaled[j] = probabilities[at + j]! * factors[j]!;
    const scale = weights[i]! / total;
    for (let j = 0; j < size; j++) means[j]! += scaled[j]! * scale;
  }
  return means;
}
