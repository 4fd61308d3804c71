import { type LinearForm, linearConstraint } from "../../config/rules/linear.ts";
import { columnsOfRule, type Rule } from "../../config/rules/ruleSyntax.ts";
import type { PlanBase } from "../columns/columnKind.ts";
import { kindOf } from "../columns/columnKinds.ts";

/** A running total as it was found, with what else speaks of its columns. */
interface Tied {
  readonly total: string;
  readonly opening: string | undefined;
  readonly rules: readonly Rule[];
  readonly plans: readonly PlanBase[];
}

/** Whether a column follows from the total, or a rule says more of it than how far it is from its opening: then it stays as it is learned. */
export function isTied({ total, opening, rules, plans }: Tied): boolean {
  const names = opening === undefined ? [total] : [total, opening];
  const bound = plans.some((plan) => {
    const from = kindOf(plan).after?.(plan) ?? [];
    return names.includes(plan.name) ? from.length > 0 : from.some((name) => names.includes(name));
  });
  if (bound) return true;
  return rules.some(
    (rule) => columnsOfRule(rule).some((name) => names.includes(name)) && !isShifted(rule, names),
  );
}

/** Whether a column follows from a date, or a rule ties it to others of its row. */
export function staysWithRow(date: string, rules: readonly Rule[], plans: readonly PlanBase[]): boolean {
  return (
    plans.some((plan) => kindOf(plan).after?.(plan).includes(date)) ||
    rules.some((rule) => rule.kind !== "unique" && columnsOfRule(rule).includes(date))
  );
}

/** Of the columns that a rule adds to the opening, and that nothing else speaks of, the one that moves the total most. */
export function flowOf(
  { total, opening, rules, plans }: Tied & { readonly opening: string },
  span: (name: string) => number | undefined,
): { readonly column: string; readonly factor: number } | undefined {
  const sums = rules.filter(
    (rule) => isShifted(rule, [total, opening]) && columnsOfRule(rule).includes(total),
  );
  const [sum] = sums;
  const form = sum === undefined ? undefined : shiftedForm(sum);
  if (form === undefined || sums.length > 1) return undefined;
  const own = form.terms.get(total)!;
  const free = [...form.terms.keys()].filter(
    (name) =>
      name !== total &&
      name !== opening &&
      span(name) !== undefined &&
      rules.every((rule) => rule === sum || !columnsOfRule(rule).includes(name)) &&
      !plans.some((plan) => kindOf(plan).after?.(plan).includes(name)),
  );
  const reach = (name: string) => Math.abs(form.terms.get(name)!) * span(name)!;
  const [column] = free.sort((a, b) => reach(b) - reach(a));
  return column === undefined ? undefined : { column, factor: -form.terms.get(column)! / own };
}

/** Whether a rule is a sum that stays true where both columns move by as much. */
function isShifted(rule: Rule, names: readonly string[]): boolean {
  const form = shiftedForm(rule);
  if (form === undefined) return false;
  return Math.abs(names.reduce((all, name) => all + (form.terms.get(name) ?? 0), 0)) < 1e-9;
}

/** What a rule says is 0, where it says that of a sum. */
function shiftedForm(rule: Rule): LinearForm | undefined {
  if (rule.kind !== "check" || rule.clause.kind !== "comparison") return undefined;
  const { terms, operators } = rule.clause;
  if (operators.length !== 1 || operators[0] !== "=") return undefined;
  return linearConstraint(terms[0]!, "=", terms[1]!)?.form;
}
