import { ModelError } from "../modelTable.ts";
import type { PlanBase } from "./columnKind.ts";

/** Refuses a condition on values that no model fits. @throws ModelError always */
export function refuseCondition(plan: PlanBase): never {
  throw new ModelError(
    `column ${plan.name} is made up (id or text), not learnt: it cannot be in a condition`,
  );
}

/** To two significant digits upwards, so that a plan does not tell the largest real id. */
export function roundUp(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 1);
  return Math.ceil(n / unit) * unit;
}
