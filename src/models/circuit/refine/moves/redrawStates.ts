import type { Random } from "../../../../numerics/random.ts";
import { firstAbove } from "../../../../numerics/search.ts";
import { type CircuitInference, inferenceBatch } from "../../query/inference.ts";
import type { Chains } from "./chains.ts";
import type { MoveTables } from "./moveTables.ts";
import { accumulate } from "./products.ts";

/**
 * Draws the states of every row again given its tokens, exactly: beliefs upwards, then z_v ~ W_v[z_parent, ·] ∘ b_v from the root
 * down. The tokens stay as they are, so the distribution of the rows does too, whatever the ratio.
 */
export async function redrawStates(
  { shape, root, transitions }: MoveTables,
  chains: Chains,
  inference: CircuitInference,
  random: Random,
): Promise<void> {
  const k = shape.states;
  const sums = new Float64Array(k);
  for (let from = 0; from < chains.rows; from += inferenceBatch) {
    const to = Math.min(chains.rows, from + inferenceBatch);
    const { latents } = await inference.infer(chains.tokens, from, to, "belief");
    latents.forEach((belief, v) => {
      const parent = shape.parent[v]!;
      const weights = parent < 0 ? root : transitions[v]!;
      const above = chains.states[parent];
      const own = chains.states[v]!;
      for (let i = from; i < to; i++) {
        const base = above === undefined ? 0 : above[i]! * k;
        const at = (i - from) * k;
        for (let s = 0; s < k; s++) sums[s] = weights[base + s]! * belief[at + s]!;
        const sum = accumulate(sums);
        const u = random.uniform() * sum;
        if (sum > 0) own[i] = firstAbove(sums, u, 0, k);
      }
    });
  }
}
