import type { Clause, Comparison, Expression, Rule } from "../../../config/rules/ruleSyntax.ts";

const nowhere = { start: 0, end: 0 };

export function columnOf(name: string): Extract<Expression, { kind: "column" }> {
  return { kind: "column", name, ...nowhere };
}

export function numberOf(value: number): Expression {
  return { kind: "number", value, ...nowhere };
}

/** A number or text as a rule writes it. */
export function literalOf(value: string | number): Expression {
  return typeof value === "number" ? numberOf(value) : { kind: "text", value, ...nowhere };
}

export function binary(left: Expression, operator: "+" | "-" | "*" | "/", right: Expression): Expression {
  return { kind: "binary", operator, left, right, ...nowhere };
}

export function callOf(
  name: Extract<Expression, { kind: "call" }>["name"],
  ...parts: readonly Expression[]
): Expression {
  return { kind: "call", name, parts, ...nowhere };
}

/** What a comparison, or a chain of them, says of its terms. */
export function compareClause(terms: readonly Expression[], operators: readonly Comparison[]): Clause {
  return { kind: "comparison", terms, operators, ...nowhere };
}

export function checkRule(left: Expression, operator: Comparison, right: Expression): Rule {
  return {
    kind: "check",
    clause: compareClause([left, right], [operator]),
    repair: false,
  };
}

/** Σ coefficient · column + constant as an expression; the columns in the order given. */
export function sumOf(
  terms: readonly (readonly [name: string, coefficient: number])[],
  constant: number,
): Expression {
  let sum: Expression | undefined;
  const ordered = [...terms].sort((a, b) => Number(b[1] > 0) - Number(a[1] > 0));
  for (const [name, c] of ordered) {
    const size = Math.abs(c);
    const term = size === 1 ? columnOf(name) : binary(numberOf(size), "*", columnOf(name));
    if (sum === undefined) sum = c > 0 ? term : binary(numberOf(0), "-", term);
    else sum = binary(sum, c > 0 ? "+" : "-", term);
  }
  if (sum === undefined) return numberOf(constant);
  return constant === 0 ? sum : binary(sum, constant > 0 ? "+" : "-", numberOf(Math.abs(constant)));
}
