import type { Random } from "../../../numerics/random.ts";
import type { TokenColumns } from "../train/emEngine.ts";

/** How strongly a shortage of a row's tokens raises its chance. */
const feedback = 0.3;

/**
 * Positions of `count` of the candidates, each with a chance in proportion to its weight and none twice; weights beyond what
 * that allows are cut. Chances are nudged, up or down, by how far each token of the row lags behind its expected count, so that
 * the share of every token scatters far less than in independent draws (a self-balancing walk, Alweiss, Liu & Sawhney 2021).
 *
 * @param sizes tokens per column
 */
export function selectBalanced(
  weights: Float64Array,
  { tokens, sizes }: { readonly tokens: TokenColumns; readonly sizes: readonly number[] },
  count: number,
  random: Random,
): Int32Array {
  const n = weights.length;
  const chance = cutWeights(weights, count);
  const behind = sizes.map((size) => new Float64Array(size));
  const columns = tokens.length;
  const order = random.permutation(n);
  const chosen = new Int32Array(n);
  const left = new Int32Array(n);
  let taken = 0;
  let passed = 0;
  let due = 0;
  for (let at = 0; at < n; at++) {
    const i = order[at]!;
    const p = chance[i]!;
    let lag = 0;
    for (let j = 0; j < columns; j++) lag += behind[j]![tokens[j]![i]!]!;
    const take = random.uniform() < p + feedback * p * (1 - p) * (lag / columns + due);
    const change = take ? p - 1 : p;
    due += change;
    for (let j = 0; j < columns; j++) behind[j]![tokens[j]![i]!]! += change;
    if (take) chosen[taken++] = i;
    else left[passed++] = i;
  }
  // The walk ends within a few rows of the count: the last ones taken go, or the last ones passed over come.
  while (taken < count) chosen[taken++] = left[--passed]!;
  return random.shuffle(chosen.slice(0, count));
}

/** Chances in proportion to weights that sum to `count`, none above one. */
export function cutWeights(weights: Float64Array, count: number): Float64Array {
  const out = weights.slice();
  for (let pass = 0; pass < 30; pass++) {
    let total = 0;
    for (const w of out) total += w;
    const scale = total > 0 ? count / total : 0;
    let cut = false;
    for (let i = 0; i < out.length; i++) {
      out[i] = out[i]! * scale;
      if (out[i]! > 1) {
        cut = cut || out[i]! > 1 + 1e-9;
        out[i] = 1;
      }
    }
    if (!cut) break;
  }
  return out;
}
