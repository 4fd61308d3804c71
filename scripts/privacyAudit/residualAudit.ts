import { varianceOf } from "../../src/config/privacy/tablePlan.ts";
import { chiSquareTail } from "../../src/numerics/gamma.ts";
import { countTables } from "../../src/privacy/countTables.ts";
import type { SecretBits } from "../../src/privacy/secretBits.ts";
import type { AuditedPlan, Mechanism } from "./mechanism.ts";

/**
 * The audit of one run by its residuals: whoever knows the rows subtracts their counts from the noisy tables; what is left must have
 * the variance promised. Its sum of squares is χ² with as many degrees of freedom as there are cells.
 *
 * @returns the probability of so little noise; too small a one means that less was drawn than promised
 */
export function residualAudit(
  { plan, sizes }: AuditedPlan,
  mechanism: Mechanism,
  tokens: readonly Int32Array[],
  bits: SecretBits,
): number {
  const counts = countTables(plan, tokens, sizes);
  const noisy = mechanism(tokens, bits);
  let [statistic, at] = [0, 0];
  for (const { cells, variance } of plan.tables) {
    for (let i = at; i < at + cells; i++) statistic += (noisy[i]! - counts[i]!) ** 2 / varianceOf(variance);
    at += cells;
  }
  return 1 - chiSquareTail(statistic, plan.cells);
}
