import type { Expression } from "../../config/rules/ruleSyntax.ts";
import type { WrittenSum } from "../modelTable.ts";
import type { RulesPlan, SystemPlan, VariablePlan } from "./rulesPlan.ts";
import type { Bound } from "./system/fourierMotzkin.ts";

const maxTerms = 16;

/** By the model's column: its factor. */
type Form = ReadonlyMap<string, number>;

/** A number as the model's columns make it. */
interface Made {
  readonly form: Form;
  readonly isProduct: boolean;
}

/**
 * The numbers that rules restore from two of the model's columns or more, as sums of these or products of powers: what a model
 * that judges its rows should see of them. Numbers bounded on several sides, dates and other expressions are left out.
 */
export function writtenSums({ systems }: RulesPlan): WrittenSum[] {
  return systems.flatMap((system) =>
    madeNumbers(system).flatMap((made, v) =>
      made === null || made.form.size < 2 || made.form.size > maxTerms
        ? []
        : [
            {
              name: system.variables[v]!.name,
              terms: [...made.form],
              isProduct: made.isProduct,
            },
          ],
    ),
  );
}

function madeNumbers({ variables }: SystemPlan): (Made | null)[] {
  const made: (Made | null)[] = variables.map(() => null);
  // free and computed ones come in the order they are decided, sums after all of them: a computed one may use a sum
  for (let pass = 0; pass < 2; pass++)
    variables.forEach((variable, v) => {
      made[v] ??= variable.kind === "date" ? null : makeNumber(variable, variables, made);
    });
  return made;
}

function makeNumber(
  { name, source }: VariablePlan,
  variables: readonly VariablePlan[],
  made: readonly (Made | null)[],
): Made | null {
  if (source.kind === "linear") return sumOf(source.form, made);
  if (source.kind === "computed") {
    const form = productOf(source.expression, (other) => {
      const at = variables.findIndex((one) => one.name === other);
      return at < 0 ? null : (made[at] ?? null);
    });
    return form === null ? null : { form, isProduct: true };
  }
  const { anchor } = source;
  if (anchor === null) return { form: new Map([[name, 1]]), isProduct: false };
  if (anchor.bounds.length !== 1) return null;
  const bound = sumOf(anchor.bounds[0]!, made);
  if (bound === null) return null;
  const form = new Map(bound.form);
  return { form: form.set(name, anchor.side === "lower" ? anchor.unit : -anchor.unit), isProduct: false };
}

function sumOf({ terms }: Bound, made: readonly (Made | null)[]): Made | null {
  const form = new Map<string, number>();
  for (const [variable, coefficient] of terms) {
    const part = made[variable] ?? null;
    if (part === null || part.isProduct) return null;
    for (const [column, factor] of part.form)
      form.set(column, (form.get(column) ?? 0) + coefficient * factor);
  }
  return { form: withoutZeros(form), isProduct: false };
}

/** Powers of the columns of a product or quotient, rounded or not; null where it is something else. */
function productOf(expression: Expression, madeOf: (name: string) => Made | null): Form | null {
  if (expression.kind === "number") return expression.value > 0 ? new Map() : null;
  if (expression.kind === "column") {
    const made = madeOf(expression.name);
    if (made === null) return null;
    if (made.isProduct) return made.form;
    const [first, ...more] = made.form;
    return first !== undefined && more.length === 0 && first[1] > 0 ? new Map([[first[0], 1]]) : null;
  }
  if (expression.kind === "call")
    return ["round", "roundEven", "floor", "ceil"].includes(expression.name)
      ? productOf(expression.parts[0]!, madeOf)
      : null;
  if (expression.kind !== "binary" || !["*", "/"].includes(expression.operator)) return null;
  const left = productOf(expression.left, madeOf);
  const right = productOf(expression.right, madeOf);
  if (left === null || right === null) return null;
  const form = new Map(left);
  const sign = expression.operator === "*" ? 1 : -1;
  for (const [column, power] of right) form.set(column, (form.get(column) ?? 0) + sign * power);
  return withoutZeros(form);
}

function withoutZeros(form: Map<string, number>): Form {
  return new Map([...form].filter(([, factor]) => Math.abs(factor) > 1e-9));
}
