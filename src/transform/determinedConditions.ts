import type { Condition } from "../table/condition.ts";
import { ModelError } from "./modelTable.ts";

import type { CategoryPlan, DeterminedPlan } from "./restorePlan.ts";
import { readNumber } from "./spelling.ts";

/**
 * A condition on a column that is looked up, put on the column it is looked up by.
 * @throws ModelError when no category meets it
 */
export function determinedCondition(
  plan: DeterminedPlan,
  by: CategoryPlan,
  condition: Condition<string | number>,
): Condition[] {
  const allowed = by.categories.filter((_, k) => meets(plan.values[k]!, condition));
  if (allowed.length === by.categories.length) return [];
  if (allowed.length > 0) return [{ column: by.name, op: "in", values: allowed }];
  if (condition.op === "missing") throw new ModelError(`column ${plan.name} is never missing`);
  const known = [...new Set(plan.values.filter((v) => v !== null))];
  const more = known.length > 8 ? ` and ${known.length - 8} more` : "";
  throw new ModelError(
    `column ${plan.name} has no such value; it has ${known.slice(0, 8).join(", ")}${more}`,
  );
}

/** Several sets of values for one column are their intersection. @throws ModelError when that is empty */
export function joinSets(conditions: readonly Condition[]): Condition[] {
  const joined: Condition[] = [];
  for (const condition of conditions) {
    const at = joined.findIndex((one) => one.column === condition.column && one.op === "in");
    const first = joined[at];
    if (first?.op !== "in" || condition.op !== "in") {
      joined.push(condition);
      continue;
    }
    const values = first.values.filter((v) => condition.values.includes(v));
    if (values.length === 0)
      throw new ModelError(
        `the conditions on ${condition.column} and what follows from it are never met together`,
      );
    joined[at] = { ...first, values };
  }
  return joined;
}

function meets(value: string | number | null, condition: Condition<string | number>): boolean {
  if (value === null) return condition.op === "missing";
  if (condition.op === "missing") return false;
  if (condition.op === "present") return true;
  const number = typeof value === "number" ? value : readNumber(value);
  if (condition.op === "in")
    return condition.values.some((v) => String(v) === String(value) || readNumber(String(v)) === number);
  const bound = (v: string | number | null, open: number) => (v === null ? open : readNumber(String(v)));
  return (
    number >= bound(condition.min, Number.NEGATIVE_INFINITY) &&
    number <= bound(condition.max, Number.POSITIVE_INFINITY)
  );
}
