import type { Random } from "../../numerics/random.ts";
import type { EncodedRows } from "../../transform/matrix/matrix.ts";
import type { OutputLayout } from "./outputLayout.ts";

/** One discrete column as a condition: how often each category occurs, and which rows have it. */
export interface ConditionBlock {
  /** First bit of the block in the condition vector. */
  readonly offset: number;
  readonly size: number;
  /** Cumulative probabilities of the categories in training; the last is 1. */
  readonly cumulative: Float64Array;
  /** Rows grouped by category: those of category c are rows[start[c]] … rows[start[c + 1] − 1]. */
  readonly start: Uint32Array;
  readonly rows: Uint32Array;
}

/** Groups rows by category (a counting sort). `logFrequency`: training probability ∝ log(count + 1), else ∝ count. */
export function indexConditions(
  encoded: EncodedRows,
  layout: OutputLayout,
  logFrequency: boolean,
): ConditionBlock[] {
  return layout.blocks.slice(0, layout.conditionBlocks).map(({ offset, size, code }) => {
    const start = new Uint32Array(size + 1);
    for (let i = 0; i < encoded.rows; i++) start[encoded.codes[i * layout.codeCount + code]! + 1]!++;
    const counts = start.slice(1);
    for (let c = 0; c < size; c++) start[c + 1]! += start[c]!;
    const rows = new Uint32Array(encoded.rows);
    const next = start.slice();
    for (let i = 0; i < encoded.rows; i++) rows[next[encoded.codes[i * layout.codeCount + code]!]!++] = i;
    const cumulative = cumulate(Float64Array.from(counts, (n) => (logFrequency ? Math.log(n + 1) : n)));
    return { offset, size, cumulative, start, rows };
  });
}

/** Running sums of weights, scaled to end at 1. */
export function cumulate(weights: Float64Array): Float64Array {
  let total = 0;
  for (const w of weights) total += w;
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sums[i] = sum += weights[i]! / total;
  // rounding must not leave a chance to trailing weights of 0
  for (let i = weights.length - 1; i >= 0; i--) {
    sums[i] = 1;
    if (weights[i]! > 0) break;
  }
  return sums;
}

/** An index drawn by inverse transform from cumulative probabilities. Never one of probability 0. */
export function drawIndex(cumulative: Float64Array, random: Random): number {
  const u = random.uniform();
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
