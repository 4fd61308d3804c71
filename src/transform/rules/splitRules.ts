import { type LinearForm, linearConstraint, linearForm } from "../../config/rules/linear.ts";
import { printExpression } from "../../config/rules/printRule.ts";
import {
  type Clause,
  columnsOfExpression,
  type Expression,
  type Rule,
} from "../../config/rules/ruleSyntax.ts";

/** form = 0. */
export interface Equality {
  readonly form: LinearForm;
  /** Column that stands alone on a side, which should follow from the others. */
  readonly target: string | null;
}

/** form ≤ 0, or < 0. */
export interface Order {
  readonly form: LinearForm;
  readonly strict: boolean;
}

/** target = expression, not linear. */
export interface Definition {
  readonly target: string;
  readonly expression: Expression;
}

/** The parts of all rules by how they are kept. */
export interface SplitRules {
  readonly equalities: readonly Equality[];
  readonly orders: readonly Order[];
  readonly definitions: readonly Definition[];
  readonly texts: readonly Definition[];
  /** Names of parts of orders that are not linear, with what they stand for. */
  readonly parts: ReadonlyMap<string, Expression>;
  readonly filters: readonly Rule[];
}

type Kinds = ReadonlyMap<string, "number" | "date" | "text">;

/** What the comparisons of rules say of numbers, dates and texts; the rest are filters. */
export function splitRules(rules: readonly Rule[], kinds: Kinds): SplitRules {
  const found = {
    equalities: [] as Equality[],
    orders: [] as Order[],
    definitions: [] as Definition[],
    texts: [] as Definition[],
    parts: new Map<string, Expression>(),
    filters: [] as Rule[],
  };
  for (const rule of rules)
    if (rule.kind === "check") splitClause(rule.clause, kinds, found, rule.repair);
    else if (rule.kind === "unique") found.filters.push(rule);
  return found;
}

interface Found {
  readonly equalities: Equality[];
  readonly orders: Order[];
  readonly definitions: Definition[];
  readonly texts: Definition[];
  readonly parts: Map<string, Expression>;
  readonly filters: Rule[];
}

function splitClause(clause: Clause, kinds: Kinds, found: Found, repair: boolean): void {
  if (clause.kind === "and") {
    for (const part of clause.clauses) splitClause(part, kinds, found, repair);
    return;
  }
  if (clause.kind !== "comparison") {
    found.filters.push({ kind: "check", clause, repair });
    return;
  }
  clause.operators.forEach((operator, i) => {
    const [left, right] = [clause.terms[i]!, clause.terms[i + 1]!];
    const taken =
      operator === "="
        ? splitEquality(left, right, kinds, found)
        : operator !== "!=" && splitOrder({ left, operator, right }, kinds, found);
    if (!taken) {
      const one: Clause = { ...clause, terms: [left, right], operators: [operator] };
      found.filters.push({ kind: "check", clause: one, repair });
    }
  });
}

function splitEquality(left: Expression, right: Expression, kinds: Kinds, found: Found): boolean {
  const columns = [...columnsOfExpression(left), ...columnsOfExpression(right)].map(({ name }) => name);
  const target = alone(left, right) ?? alone(right, left);
  const other = target === left ? right : left;
  const kind = target === null ? undefined : kinds.get(target.name);
  if (target !== null && (kind === "text" || isText(other, kinds))) {
    if (kind !== "text") return false;
    found.texts.push({ target: target.name, expression: other });
    return true;
  }
  if (columns.some((name) => kinds.get(name) === "text")) return false;
  const form = linearForm(other);
  const whole =
    form !== null && [...form.terms.values()].every((c) => Number.isInteger(c)) && target !== null;
  if (whole || target === null) {
    const constraint = linearConstraint(left, "=", right);
    if (constraint === null || ![...constraint.form.terms.values()].every(Number.isInteger)) return false;
    found.equalities.push({ form: constraint.form, target: target?.name ?? null });
    return true;
  }
  found.definitions.push({ target: target.name, expression: other });
  return true;
}

/** A column that stands alone and not on the other side too. */
function alone(side: Expression, other: Expression): Extract<Expression, { kind: "column" }> | null {
  if (side.kind !== "column") return null;
  return columnsOfExpression(other).some(({ name }) => name === side.name) ? null : side;
}

function isText(expression: Expression, kinds: Kinds): boolean {
  if (expression.kind === "column") return kinds.get(expression.name) === "text";
  return expression.kind === "text" || (expression.kind === "call" && expression.name === "concat");
}

interface OrderTerms {
  readonly left: Expression;
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly right: Expression;
}

function splitOrder({ left, operator, right }: OrderTerms, kinds: Kinds, found: Found): boolean {
  if (isText(left, kinds) || isText(right, kinds)) return false;
  const atom = (part: Expression) => {
    const name = `(${printExpression(part)})`;
    found.parts.set(name, part);
    return name;
  };
  const constraint = linearConstraint(left, operator, right, atom);
  if (constraint === null) return false;
  found.orders.push({ form: constraint.form, strict: constraint.relation === "<" });
  return true;
}
