import type { Clause, Comparison, Expression, Rule } from "../../../config/rules/ruleSyntax.ts";
import { evaluate } from "./evaluate.ts";
import { isTrue } from "./flags.ts";
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
  let applies = 0;
  const rows: number[] = [];
  for (let i = 0; i < verdicts.length; i++) {
    if (verdicts[i] !== unknown) applies++;
    if (verdicts[i] === broken) rows.push(i);
  }
  return { applies, broken: Int32Array.from(rows) };
}

export function judgeRows(rule: Rule, view: RuleView, seen?: Combinations): Verdicts {
  switch (rule.kind) {
    case "check":
      return judgeClause(rule.clause, view);
    case "when": {
      const when = judgeClause(rule.when, view);
      const then = judgeClause(rule.then, view);
      return when.map((w, i) => (w === holds ? then[i]! : unknown));
    }
    case "oneOf":
    case "atMostOneOf":
      return judgeFlags(rule.columns, rule.kind === "oneOf" ? 1 : 0, view);
    case "combinations": {
      if (seen === undefined) return new Uint8Array(view.rows).fill(holds);
      const keys = combinationKeys(rule.columns, view);
      return Uint8Array.from(keys, (key) => (key === null ? unknown : seen.has(key) ? holds : broken));
    }
    case "unique": {
      const met = new Set<string>();
      return Uint8Array.from(combinationKeys(rule.columns, view), (key) => {
        if (key === null) return unknown;
        if (met.has(key)) return broken;
        met.add(key);
        return holds;
      });
    }
  }
}

/** One key a row, the same for equal values; null where one is missing. */
export function combinationKeys(columns: readonly string[], view: RuleView): (string | null)[] {
  const texts = columns.map((name) => textsOf(view.column(name)));
  return Array.from({ length: view.rows }, (_, i) => {
    const cells = texts.map((column) => column[i]!);
    return cells.some((cell) => cell === null) ? null : JSON.stringify(cells);
  });
}

function judgeFlags(columns: readonly string[], min: 0 | 1, view: RuleView): Verdicts {
  const flags = columns.map((name) => isTrue(view.column(name)));
  return Uint8Array.from({ length: view.rows }, (_, i) => {
    let set = 0;
    for (const flag of flags) {
      if (flag[i] === 2) return unknown;
      set += flag[i]!;
    }
    return set === 1 || set === min ? holds : broken;
  });
}

/** Three-valued, as SQL has it: a comparison with a missing value is unknown. */
export function judgeClause(clause: Clause, view: RuleView): Verdicts {
  switch (clause.kind) {
    case "and":
      return clause.clauses.map((part) => judgeClause(part, view)).reduce(both);
    case "presence": {
      const cells = view.column(clause.column.name);
      const wanted = clause.present ? 1 : 0;
      return Uint8Array.from({ length: view.rows }, (_, i) => {
        const cell = cells.values[i];
        const present = cell === null || Number.isNaN(cell) ? 0 : 1;
        return present === wanted ? holds : broken;
      });
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
  return a.map((v, i) => (v === broken || b[i] === broken ? broken : Math.max(v, b[i]!)));
}

function compare(left: Expression, operator: Comparison, right: Expression, view: RuleView): Verdicts {
  const [l, r] = [evaluate(left, view), evaluate(right, view)];
  if (l.kind === "text" || r.kind === "text") {
    const [a, b] = [textsOf(l), textsOf(r)];
    const equal = operator === "=" ? holds : broken;
    return Uint8Array.from(a, (text, i) =>
      text === null || b[i] === null ? unknown : text === b[i] ? equal : 1 - equal,
    );
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
