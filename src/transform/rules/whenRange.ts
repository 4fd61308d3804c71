import type { Clause } from "../../config/rules/ruleSyntax.ts";
import { dayMs } from "./judge/evaluate.ts";

/** Values a column may have, both ends included; numbers as they are, dates in days. */
export interface WhenRange {
  readonly column: string;
  readonly min: number;
  readonly max: number;
}

/** The range a clause gives one number or date column; null where it says anything else. */
export function rangeOfThen(
  clause: Clause,
  kinds: ReadonlyMap<string, "number" | "date" | "text">,
): WhenRange | null {
  if (clause.kind === "and") {
    const parts = clause.clauses.map((part) => rangeOfThen(part, kinds));
    const [first] = parts;
    if (first === null || first === undefined || parts.some((part) => part?.column !== first.column))
      return null;
    return {
      column: first.column,
      min: Math.max(...parts.map((part) => part!.min)),
      max: Math.min(...parts.map((part) => part!.max)),
    };
  }
  if (clause.kind !== "comparison" || clause.terms.length !== 2) return null;
  const [left, right] = clause.terms;
  const [operator] = clause.operators;
  if (left?.kind !== "column" || (right?.kind !== "number" && right?.kind !== "date")) return null;
  if (kinds.get(left.name) !== right.kind) return null;
  const value = right.kind === "date" ? right.value / dayMs : right.value;
  if (operator === "=") return { column: left.name, min: value, max: value };
  if (operator === ">=") return { column: left.name, min: value, max: Number.POSITIVE_INFINITY };
  return operator === "<=" ? { column: left.name, min: Number.NEGATIVE_INFINITY, max: value } : null;
}

/** The text a clause says a column has; null where it says anything else. */
export function textOfThen(clause: Clause): { readonly column: string; readonly text: string } | null {
  if (clause.kind !== "comparison" || clause.terms.length !== 2 || clause.operators[0] !== "=") return null;
  const [left, right] = clause.terms;
  return left?.kind === "column" && right?.kind === "text" ? { column: left.name, text: right.value } : null;
}
