import { epsilonOf } from "../../src/config/privacy/accounting.ts";
import { normalQuantile } from "../../src/numerics/normal.ts";
import { Random } from "../../src/numerics/random.ts";
import { countTables } from "../../src/privacy/countTables.ts";
import type { SecretBits } from "../../src/privacy/secretBits.ts";
import { clopperPearson } from "./clopperPearson.ts";
import type { AuditedPlan, Mechanism } from "./mechanism.ts";

/**
 * The distinguishing game: a mechanism is run on 20 rows and on the same without one, as often as said, and the most powerful test (by
 * the likelihood ratio of Gaussian noise) guesses which it was. Clopper–Pearson bounds of its two error rates give a lower bound of
 * the distance µ = √(2ρ) of the two outcomes (Dong, Roth & Su 2019; Nasr et al. 2023), and so of ε at δ. It stays below the ε
 * promised, but for one audit in a thousand, where the noise of all tables together is near a Gaussian one; a mechanism that reveals more goes beyond it.
 *
 * @returns the lower bound of ε
 */
export function playGame(
  audited: AuditedPlan,
  mechanism: Mechanism,
  { runs, bits }: { readonly runs: number; readonly bits: SecretBits },
): number {
  const { plan, sizes, privacy } = audited;
  const random = new Random(1).fork("rows");
  const rows = 20;
  const whole = sizes.map((size) => Int32Array.from({ length: rows }, () => random.below(size)));
  const without = whole.map((column) => column.subarray(0, rows - 1));
  const [all, fewer] = [countTables(plan, whole, sizes), countTables(plan, without, sizes)];
  const weights = new Float64Array(plan.cells);
  let at = 0;
  for (const { cells, variance } of plan.tables) {
    for (let i = at; i < at + cells; i++)
      weights[i] = ((all[i]! - fewer[i]!) * variance.denominator) / variance.numerator;
    at += cells;
  }
  const middle = all.reduce((sum, count, i) => sum + weights[i]! * (count + fewer[i]!) * 0.5, 0);
  const guessesWhole = (tokens: readonly Int32Array[]) => {
    let guesses = 0;
    for (let run = 0; run < runs; run++) {
      const noisy = mechanism(tokens, bits);
      let score = -middle;
      for (let i = 0; i < noisy.length; i++) score += weights[i]! * noisy[i]!;
      if (score > 0) guesses++;
    }
    return guesses;
  };
  const right = clopperPearson(guessesWhole(whole), runs, 0.0005).low;
  const wrong = clopperPearson(guessesWhole(without), runs, 0.0005).high;
  const distance = Math.max(0, normalQuantile(right) - normalQuantile(wrong));
  return distance === 0 ? 0 : epsilonOf(distance ** 2 / 2, privacy.delta);
}
