import { own } from "../../jsonc/own.ts";
import type { Comparison, Expression } from "./ruleSyntax.ts";

/** constant + Σ coefficient · column; dates count in days. */
export interface LinearForm {
  readonly terms: ReadonlyMap<string, number>;
  readonly constant: number;
}

const dayMs = 86_400_000;
const perDay: Readonly<Record<string, number>> = { hours: 24, minutes: 1440, seconds: 86_400 };

/**
 * The expression as a linear form of columns, or null when it is not one.
 *
 * @param atom the name of a variable that stands for a part that is not linear; without it such parts give null
 */
export function linearForm(expression: Expression, atom?: (part: Expression) => string): LinearForm | null {
  const form = plainForm(expression, atom);
  if (form !== null || atom === undefined || expression.kind === "text") return form;
  return { terms: new Map([[atom(expression), 1]]), constant: 0 };
}

function plainForm(expression: Expression, atom?: (part: Expression) => string): LinearForm | null {
  switch (expression.kind) {
    case "number":
      return { terms: new Map(), constant: expression.value };
    case "date":
      return { terms: new Map(), constant: expression.value / dayMs };
    case "text":
      return null;
    case "column":
      return { terms: new Map([[expression.name, 1]]), constant: 0 };
    case "call": {
      const factor = own(perDay, expression.name);
      const inner = factor === undefined ? null : linearForm(expression.parts[0]!, atom);
      return inner === null ? null : scaleForm(inner, factor!);
    }
    case "binary": {
      const left = linearForm(expression.left, atom);
      const right = linearForm(expression.right, atom);
      if (left === null || right === null) return null;
      if (expression.operator === "+") return addForms(left, right, 1);
      if (expression.operator === "-") return addForms(left, right, -1);
      if (expression.operator === "/")
        return right.terms.size === 0 && right.constant !== 0 ? scaleForm(left, 1 / right.constant) : null;
      if (right.terms.size === 0) return scaleForm(left, right.constant);
      return left.terms.size === 0 ? scaleForm(right, left.constant) : null;
    }
  }
}

/** left + factor · right */
export function addForms(left: LinearForm, right: LinearForm, factor: number): LinearForm {
  const terms = new Map(left.terms);
  for (const [name, coefficient] of right.terms) {
    const sum = (terms.get(name) ?? 0) + factor * coefficient;
    if (Math.abs(sum) < 1e-12) terms.delete(name);
    else terms.set(name, sum);
  }
  return { terms, constant: left.constant + factor * right.constant };
}

export function scaleForm(form: LinearForm, factor: number): LinearForm {
  const terms = new Map([...form.terms].map(([name, coefficient]) => [name, coefficient * factor]));
  return { terms: factor === 0 ? new Map() : terms, constant: form.constant * factor };
}

/** The form is ≤ 0 (< 0 when strict), or equal to 0. */
export interface LinearConstraint {
  readonly form: LinearForm;
  readonly relation: "=" | "<=" | "<";
}

/** `left operator right` as a constraint on left − right or right − left; null where it is none (!=, not linear). */
export function linearConstraint(
  left: Expression,
  operator: Comparison,
  right: Expression,
  atom?: (part: Expression) => string,
): LinearConstraint | null {
  const [l, r] = [linearForm(left, atom), linearForm(right, atom)];
  if (l === null || r === null || operator === "!=") return null;
  if (operator === "=") return { form: addForms(l, r, -1), relation: "=" };
  const upward = operator === "<" || operator === "<=";
  const relation = operator.length === 1 ? "<" : "<=";
  return { form: upward ? addForms(l, r, -1) : addForms(r, l, -1), relation };
}
