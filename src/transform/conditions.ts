import type { Condition } from "../table/condition.ts";
import type { UserCondition } from "./columns/columnKind.ts";
import { type ColumnPlan, kindOf } from "./columns/columnKinds.ts";
import { suggest } from "./columns/knownValues.ts";
import { ModelError } from "./modelTable.ts";
import { plansOf, type RestorePlan } from "./restorePlan.ts";
import { ruleCondition } from "./rules/ruleConditions.ts";

/**
 * Conditions in the terms of the model's table: numbers on the column's grid, datetimes as ticks, categories checked.
 * Conditions that always hold are left out.
 * @throws ModelError naming the column and value that cannot be met
 */
export function toModelConditions(plan: RestorePlan, conditions: readonly UserCondition[]): Condition[] {
  const plans = plansOf(plan);
  const on = (condition: UserCondition): Condition[] => {
    const ruled = plan.rules === undefined ? undefined : ruleCondition(plan.rules, plans, condition);
    if (ruled !== undefined && !ruled.own) return [...ruled.model];
    const column = findPlan(plan, condition.column);
    return [...(ruled?.model ?? []), ...kindOf(column).condition(column, condition, { plans, on })];
  };
  return joinSets(conditions.flatMap(on));
}

/** Conditions that restored rows have to be checked for, since their columns follow from others. */
export function conditionsAfter(plan: RestorePlan, conditions: readonly UserCondition[]): UserCondition[] {
  const { rules } = plan;
  const plans = plansOf(plan);
  return conditions.filter((condition) => {
    if (rules !== undefined && ruleCondition(rules, plans, condition)?.after) return true;
    const own = plans.get(condition.column);
    return own !== undefined && (kindOf(own).checksRows?.(own, condition) ?? false);
  });
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

function findPlan(plan: RestorePlan, name: string): ColumnPlan {
  const found = plan.columns.find((c) => c.name === name);
  if (found !== undefined) return found;
  const gone = plan.dropped.find((c) => c.name === name);
  if (gone !== undefined) throw new ModelError(`column ${name} is not in the output: ${gone.reason}`);
  const names = plan.columns.map((c) => c.name);
  throw new ModelError(`the model has no column ${name}${suggest(name, names)}`);
}
