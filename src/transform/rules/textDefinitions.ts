import { columnsOfExpression, type Expression } from "../../config/rules/ruleSyntax.ts";
import type { TextPlan } from "./rulesPlan.ts";
import type { Definition } from "./splitRules.ts";

export interface TextDefinitions {
  /** In the order they are computed: each needs only columns that no definition computes, or an earlier one. */
  readonly ordered: readonly TextPlan[];
  /** Those that would compute a column twice or from itself. */
  readonly left: readonly Definition[];
}

/** Decides which text columns are computed: one definition each, none from itself; a copy may be turned round. */
export function textDefinitions(
  texts: readonly Definition[],
  isText: (name: string) => boolean,
): TextDefinitions {
  const defined = new Map<string, Expression>();
  const left: Definition[] = [];
  for (const text of texts) {
    const chosen = waysRound(text, isText).find(
      ({ target, expression }) => !defined.has(target) && !needs(expression, target, defined),
    );
    if (chosen === undefined) left.push(text);
    else defined.set(chosen.target, chosen.expression);
  }
  const ordered = new Map<string, Expression>();
  const add = (name: string): void => {
    const expression = defined.get(name);
    if (expression === undefined || ordered.has(name)) return;
    for (const needed of columnsOfExpression(expression)) add(needed.name);
    ordered.set(name, expression);
  };
  for (const name of defined.keys()) add(name);
  return { ordered: [...ordered].map(([name, expression]) => ({ name, expression })), left };
}

function waysRound(text: Definition, isText: (name: string) => boolean): Definition[] {
  const { target, expression } = text;
  if (expression.kind !== "column" || !isText(expression.name)) return [text];
  return [text, { target: expression.name, expression: { ...expression, name: target } }];
}

/** Whether an expression is computed from the column, directly or by other definitions. */
function needs(expression: Expression, name: string, defined: ReadonlyMap<string, Expression>): boolean {
  return columnsOfExpression(expression).some((column) => {
    const next = defined.get(column.name);
    return column.name === name || (next !== undefined && needs(next, name, defined));
  });
}
