import type { RuleConfig } from "./ruleSchema.ts";
import type { Clause, Expression, Rule } from "./ruleSyntax.ts";

const words: ReadonlySet<string> = new Set(["and", "is", "in", "or"]);

/** A column's name as a rule writes it: in backticks where it is not a plain word. */
export function printName(name: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N}\p{M}_.]*$/u.test(name) && !words.has(name.toLowerCase());
  return plain ? name : `\`${name.replaceAll("`", "``")}\``;
}

/** The text of an expression; reading it again gives the same value in every row. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return printNumber(expression.value);
    case "text":
      return `'${expression.value.replaceAll("'", "''")}'`;
    case "date":
      return expression.text;
    case "column":
      return printName(expression.name);
    case "call":
      return `${expression.name}(${expression.parts.map(printExpression).join(", ")})`;
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "-" && left.kind === "number" && left.value === 0 && left.start === left.end)
        return `-${inside(right, 3)}`;
      const own = strength(expression);
      return `${inside(left, own)} ${operator} ${inside(right, operator === "-" || operator === "/" ? own + 1 : own)}`;
    }
  }
}

function inside(expression: Expression, atLeast: number): string {
  const text = printExpression(expression);
  return strength(expression) < atLeast ? `(${text})` : text;
}

function strength(expression: Expression): number {
  if (expression.kind !== "binary") return 3;
  return expression.operator === "+" || expression.operator === "-" ? 1 : 2;
}

function printNumber(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  return Math.abs(value) >= 1 ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, "");
}

export function printClause(clause: Clause): string {
  switch (clause.kind) {
    case "comparison":
      return clause.terms
        .map((term, i) => (i === 0 ? "" : ` ${clause.operators[i - 1]} `) + printExpression(term))
        .join("");
    case "presence":
      return `${printName(clause.column.name)} is ${clause.present ? "present" : "missing"}`;
    case "in":
      return `${printName(clause.column.name)} in (${clause.values.map(printExpression).join(", ")})`;
    case "and":
      return clause.clauses.map(printClause).join(" and ");
  }
}

/** The entry of `rules` that says this rule. */
function ruleEntry(rule: Rule): RuleConfig {
  const { repair } = rule;
  if (rule.kind === "check") {
    const text = printClause(rule.clause);
    return repair ? { rule: text, repair } : text;
  }
  if (rule.kind === "when") return { when: printClause(rule.when), then: printClause(rule.then), repair };
  return { [rule.kind]: [...rule.columns], repair } as unknown as RuleConfig;
}

/** One line for people: `start <= end`, `one of a, b and c`, `when x = 'a' then y is missing`. */
export function describeRule(rule: Rule): string {
  if (rule.kind === "check") return printClause(rule.clause);
  if (rule.kind === "when") return `when ${printClause(rule.when)} then ${printClause(rule.then)}`;
  return `${rule.kind}: ${rule.columns.map(printName).join(", ")}`;
}

/** JSON of the entry, `repair` only where it is true. */
export function ruleJson(rule: Rule): string {
  const entry = ruleEntry(rule);
  if (typeof entry === "string") return JSON.stringify(entry);
  const { repair, ...rest } = entry;
  const fields = Object.entries(repair ? entry : rest).map(
    ([key, value]) =>
      `${JSON.stringify(key)}: ${Array.isArray(value) ? `[${value.map((v) => JSON.stringify(v)).join(", ")}]` : JSON.stringify(value)}`,
  );
  return `{ ${fields.join(", ")} }`;
}
