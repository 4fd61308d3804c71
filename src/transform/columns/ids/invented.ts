import { ModelError } from "../../modelTable.ts";
import type { PlanBase } from "../columnKind.ts";

/** Refuses a condition on values that no model fits. @throws ModelError always */
export function refuseCondition(plan: PlanBase): never {
  throw new ModelError(
    `column ${plan.name} is generated (id or text), not modeled: it cannot be in a condition`,
  );
}

/** Why a column cannot have that many different values; undefined where it can. `source` says what makes them. */
export function idShortage(
  name: string,
  source: string,
  { has, rows }: { readonly has: number; readonly rows: number },
): string | undefined {
  if (rows <= has) return undefined;
  return `column ${name}: ${source} makes only ${has} different new values, ${rows} rows are asked for; widen the pattern in the config or ask for fewer rows`;
}

/** To two significant digits upwards, so that a plan does not tell the largest real id. */
export function roundUp(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 1);
  return Math.ceil(n / unit) * unit;
}
