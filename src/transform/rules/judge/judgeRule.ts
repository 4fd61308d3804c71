import type { Clause, Comparison, Expression, Rule } from "../../../config/rules/ruleSyntax.ts";
import { evaluate } from "./evaluate.ts";
import { isTrue } from "./flags.ts";
import { groupRows } from "./groupRows.ts";
import { numbersOf, type RuleView, textsOf } from "./ruleView.ts";

/** Of one row: 1 the rule holds, 0 it is broken, 2 it says nothing because a value is missing. */
export type Verdicts = Uint8Array;
const [broken, holds, unknown] = [0, 1, 2];

/** How a rule fares on a table. */
export interface Judged {
  /** Rows the rule applies to. */
  readonly applies: number;
  /** Rows that break it, in order. */
  readonly broken: Int32Array;
}

/** Combinations of texts that a table has, as keys of `combinationKey`. */
export type Combinations = ReadonlySet<string>;

/** @param seen for `combinations`: what the source has; the table itself when left out, which breaks nothing */
export function judgeRule(rule: Rule, view: RuleView, seen?: Combinations): Judged {
  const verdicts = judgeRows(rule, view, seen);
  let [applies, count] = [0, 0];
  for (let i = 0; i < verdicts.length; i++) {
    if (verdicts[i] !== unknown) applies++;
    if (verdicts[i] === broken) count++;
  }
  const rows = new Int32Array(count);
  for (let i = 0, at = 0; at < count; i++) if (verdicts[i] === broken) rows[at++] = i;
  return { applies, broken: rows };
}

export function judgeRows(rule: Rule, view: RuleView, seen?: Combinations): Verdicts {
  switch (rule.kind) {
    case "check":
      return judgeClause(rule.clause, view);
    case "when": {
      const when = judgeClause(rule.when, view);
      const then = judgeClause(rule.then, view);
      for (let i = 0; i < then.length; i++) if (when[i] !== holds) then[i] = unknown;
      return then;
    }
    case "oneOf":
    case "atMostOneOf":
      return judgeFlags(rule.columns, rule.kind === "oneOf" ? 1 : 0, view);
    case "combinations": {
      if (seen === undefined) return new Uint8Array(view.rows).fill(holds);
      const { groups, keys } = groupRows(rule.columns, view);
      return verdictsOf(groups, (group) => (seen.has(keys(group)) ? holds : broken));
    }
    case "unique": {
      const { groups, count } = groupRows(rule.columns, view);
      const met = new Uint8Array(count);
      const out = new Uint8Array(view.rows);
      for (let i = 0; i < out.length; i++) {
        const group = groups[i]!;
        out[i] = group < 0 ? unknown : met[group] === 1 ? broken : holds;
        if (group >= 0) met[group] = 1;
      }
      return out;
    }
  }
}

function verdictsOf(groups: Int32Array, verdict: (group: number) => number): Verdicts {
  const known = new Uint8Array(groups.length).fill(255);
  const out = new Uint8Array(groups.length);
  for (let i = 0; i < out.length; i++) {
    const group = groups[i]!;
    if (group < 0) out[i] = unknown;
    else {
      if (known[group] === 255) known[group] = verdict(group);
      out[i] = known[group]!;
    }
  }
  return out;
}

/** The combinations that occur in the rows where no part is missing. */
export function combinationsOf(columns: readonly string[], view: RuleView): Combinations {
  return new Set(combinationKeys(columns, view).filter((key) => key !== null));
}

/** One key a row, the same for equal values; null where one is missing. */
export function combinationKeys(columns: readonly string[], view: RuleView): (string | null)[] {
  const { groups, keys } = groupRows(columns, view);
  const out = new Array<string | null>(view.rows);
  for (let i = 0; i < out.length; i++) out[i] = groups[i]! < 0 ? null : keys(groups[i]!);
  return out;
}

function judgeFlags(columns: readonly string[], min: 0 | 1, view: RuleView): Verdicts {
  const set = new Int32Array(view.rows);
  const out = new Uint8Array(view.rows);
  for (const name of columns) {
    const flag = isTrue(view.column(name));
    for (let i = 0; i < out.length; i++) {
      if (flag[i] === 2) out[i] = unknown;
      else set[i]! += flag[i]!;
    }
  }
  for (let i = 0; i < out.length; i++)
    if (out[i] !== unknown) out[i] = set[i] === 1 || set[i] === min ? holds : broken;
  return out;
}

/** Three-valued, as SQL has it: a comparison with a missing value is unknown. */
export function judgeClause(clause: Clause, view: RuleView): Verdicts {
  switch (clause.kind) {
    case "and":
      return clause.clauses.map((part) => judgeClause(part, view)).reduce(both);
    case "presence": {
      const cells = view.column(clause.column.name);
      const wanted = clause.present ? 1 : 0;
      const out = new Uint8Array(view.rows);
      for (let i = 0; i < out.length; i++) {
        const cell = cells.values[i];
        const present = cell === null || Number.isNaN(cell) ? 0 : 1;
        out[i] = present === wanted ? holds : broken;
      }
      return out;
    }
    case "in":
      return clause.values
        .map((value) => compare(clause.column, "=", value, view))
        .reduce((a, b) => a.map((v, i) => (v === holds || b[i] === holds ? holds : v)));
    case "comparison":
      return clause.operators
        .map((operator, i) => compare(clause.terms[i]!, operator, clause.terms[i + 1]!, view))
        .reduce(both);
  }
}

function both(a: Verdicts, b: Verdicts): Verdicts {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) {
    const [v, w] = [a[i]!, b[i]!];
    out[i] = v === broken || w === broken ? broken : Math.max(v, w);
  }
  return out;
}

function compare(left: Expression, operator: Comparison, right: Expression, view: RuleView): Verdicts {
  const [l, r] = [evaluate(left, view), evaluate(right, view)];
  if (l.kind === "text" || r.kind === "text") {
    const [a, b] = [textsOf(l), textsOf(r)];
    const equal = operator === "=" ? holds : broken;
    const out = new Uint8Array(a.length);
    for (let i = 0; i < out.length; i++) {
      const [text, other] = [a[i]!, b[i]!];
      out[i] = text === null || other === null ? unknown : text === other ? equal : 1 - equal;
    }
    return out;
  }
  const [a, b] = [numbersOf(l), numbersOf(r)];
  const half = operator === "=" || operator === "!=" ? halfUnit(left, right, view) : 0;
  const unrounded = half > 0 ? unroundedOf(left, right) : null;
  const c = unrounded === null ? b : numbersOf(evaluate(unrounded, view));
  const out = new Uint8Array(a.length);
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (Number.isNaN(x) || Number.isNaN(y)) {
      out[i] = unknown;
      continue;
    }
    const near = 1e-9 * Math.max(1, Math.abs(x), Math.abs(y));
    const equal = Math.abs(x - y) <= near || Math.abs(x - c[i]!) <= half * (1 + 1e-9) + 1e-3 * near;
    out[i] = meets(operator, x - y, equal) ? holds : broken;
  }
  return out;
}

function meets(operator: Comparison, difference: number, equal: boolean): boolean {
  switch (operator) {
    case "=":
      return equal;
    case "!=":
      return !equal;
    case "<":
      return !equal && difference < 0;
    case ">":
      return !equal && difference > 0;
    case "<=":
      return equal || difference < 0;
    case ">=":
      return equal || difference > 0;
  }
}

/**
 * Half a unit of the last decimal of a column that stands alone on the left: an equality is exact to its decimals.
 * None where the right side says itself how it is cut (floor, ceil).
 */
function halfUnit(left: Expression, right: Expression, view: RuleView): number {
  if (left.kind !== "column") return 0;
  if (right.kind === "column" || (right.kind === "call" && !right.name.startsWith("round"))) return 0;
  const decimals = view.decimals(left.name);
  return decimals === null ? 0 : 0.5 * 10 ** -decimals;
}

/** `round(x, d)` where the left column has d decimals: a tie may go either way. */
function unroundedOf(left: Expression, right: Expression): Expression | null {
  if (left.kind !== "column" || right.kind !== "call") return null;
  return right.name === "round" || right.name === "roundEven" ? right.parts[0]! : null;
}
