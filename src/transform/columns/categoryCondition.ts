import type { Condition } from "../../table/condition.ts";
import { ModelError } from "../modelTable.ts";
import { readDatetime, readNumber } from "../spelling.ts";
import type { CategoryPlan } from "./categoryPlan.ts";
import type { UserCondition } from "./columnKind.ts";
import { listed, suggest } from "./knownValues.ts";

/** @throws ModelError when no category meets it */
export function categoryCondition(plan: CategoryPlan, condition: UserCondition): Condition[] {
  if (condition.op === "missing") {
    if (plan.missing) return [condition];
    throw new ModelError(`column ${plan.name} is never missing`);
  }
  if (condition.op === "present") return plan.missing ? [condition] : [];
  if (condition.op === "in")
    return [{ column: plan.name, op: "in", values: condition.values.map((v) => categoryOf(plan, v)) }];
  if (plan.values === null && plan.categories.some((c) => Number.isNaN(readNumber(c))))
    throw new ModelError(`column ${plan.name} holds categories: a range does not apply to it`);
  const numbers = plan.values ?? plan.categories.map((c) => readNumber(c));
  const bound = (v: string | number) =>
    typeof v === "number" ? v : plan.output === "datetime" ? readDatetime(v, null) : readNumber(v);
  const min = condition.min === null ? Number.NEGATIVE_INFINITY : bound(condition.min);
  const max = condition.max === null ? Number.POSITIVE_INFINITY : bound(condition.max);
  const values = plan.categories.filter((_, i) => numbers[i]! >= min && numbers[i]! <= max);
  if (values.length === 0)
    throw new ModelError(
      `column ${plan.name} has no category between ${condition.min ?? "any"} and ${condition.max ?? "any"}`,
    );
  return [{ column: plan.name, op: "in", values }];
}

function categoryOf(plan: CategoryPlan, value: string | number): string {
  const text = String(value);
  if (plan.categories.includes(text)) return text;
  const number = typeof value === "number" ? value : readNumber(text);
  const byValue = plan.values === null ? -1 : plan.values.indexOf(number);
  const bySpelling =
    byValue < 0 && !Number.isNaN(number)
      ? plan.categories.findIndex((c) => readNumber(c) === number)
      : byValue;
  if (bySpelling >= 0) return plan.categories[bySpelling]!;
  const rare = plan.rare === null ? "" : " (it may be too rare to be emitted)";
  throw new ModelError(
    `column ${plan.name} has no category ${text}${rare}${Number.isNaN(number) ? suggest(text, plan.categories) : listed(inOrder(plan))}`,
  );
}

/** Numbers by size: 7 is no misspelt 1. */
function inOrder({ categories }: CategoryPlan): string[] {
  return categories.toSorted((a, b) => readNumber(a) - readNumber(b) || 0);
}
