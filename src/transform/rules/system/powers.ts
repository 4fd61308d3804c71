import type { Expression } from "../../../config/rules/ruleSyntax.ts";

/** factor · Π column ^ power */
export interface Powers {
  readonly factor: number;
  readonly powers: ReadonlyMap<string, number>;
}

const roundings: ReadonlySet<string> = new Set(["round", "roundEven", "floor", "ceil"]);

/** A product or quotient of columns and numbers above 0, its rounding left out; null where the expression is something else. */
export function powersOf(expression: Expression): Powers | null {
  if (expression.kind === "number")
    return expression.value > 0 ? { factor: expression.value, powers: new Map() } : null;
  if (expression.kind === "column") return { factor: 1, powers: new Map([[expression.name, 1]]) };
  if (expression.kind === "call")
    return roundings.has(expression.name) ? powersOf(expression.parts[0]!) : null;
  if (expression.kind !== "binary" || !["*", "/"].includes(expression.operator)) return null;
  const [left, right] = [powersOf(expression.left), powersOf(expression.right)];
  if (left === null || right === null) return null;
  const sign = expression.operator === "*" ? 1 : -1;
  const powers = new Map(left.powers);
  for (const [name, power] of right.powers) powers.set(name, (powers.get(name) ?? 0) + sign * power);
  return { factor: left.factor * right.factor ** sign, powers };
}
