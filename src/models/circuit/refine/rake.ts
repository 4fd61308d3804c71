import type { TokenColumns } from "../train/emEngine.ts";

const sweeps = 4;
/** Rows' worth of doubt about a share: rare tokens are corrected less. */
const doubt = 5;

/**
 * Raking (iterative proportional fitting, Deming & Stephan 1940): log factors per column and token that bring the weighted
 * shares of drawn rows to the given ones, column after column, a few times over.
 *
 * @param weights of the drawn rows, positive; left as they are
 * @param shares wanted share of every token, per column
 */
export function rake(
  tokens: TokenColumns,
  weights: Float64Array,
  shares: readonly Float64Array[],
): Float64Array[] {
  const current = weights.slice();
  const factors = shares.map((s) => new Float64Array(s.length));
  const rows = weights.length;
  for (let sweep = 0; sweep < sweeps; sweep++)
    shares.forEach((wanted, j) => {
      const column = tokens[j]!;
      const sums = new Float64Array(wanted.length);
      let total = 0;
      for (let i = 0; i < rows; i++) {
        sums[column[i]!]! += current[i]!;
        total += current[i]!;
      }
      const change = wanted.map((w, t) => (w * rows + doubt) / ((sums[t]! / total) * rows + doubt));
      for (let i = 0; i < rows; i++) current[i]! *= change[column[i]!]!;
      for (let t = 0; t < change.length; t++) factors[j]![t]! += Math.log(change[t]!);
    });
  return factors;
}
