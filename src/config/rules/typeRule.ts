import { nearest } from "../../jsonc/nearest.ts";
import { listText, quote } from "../../jsonc/quote.ts";
import { parseIsoDate } from "../isoDate.ts";
import { printName } from "./printRule.ts";
import {
  type Clause,
  type ColumnReference,
  type Expression,
  type FunctionName,
  RuleError,
  type Span,
} from "./ruleSyntax.ts";

/** What a value is, as far as arithmetic goes. */
export type ValueType = "number" | "date" | "text";

/** Types of the columns a rule may name; `why` says what keeps one out. */
export type ColumnTypes = ReadonlyMap<string, ValueType | { readonly why: string }>;

const shown: Readonly<Record<ValueType, string>> = { number: "a number", date: "a date", text: "text" };

interface Signature {
  readonly parts: readonly ValueType[];
  /** Parts that may be left out. */
  readonly optional?: number;
  readonly gives: ValueType;
}
const rounding: Signature = { parts: ["number", "number"], optional: 1, gives: "number" };
const perDays: Signature = { parts: ["number"], gives: "number" };
const ofDate: Signature = { parts: ["date"], gives: "number" };
const signatures: Readonly<Record<Exclude<FunctionName, "concat">, Signature>> = {
  round: rounding,
  roundEven: rounding,
  floor: rounding,
  ceil: rounding,
  hours: perDays,
  minutes: perDays,
  seconds: perDays,
  year: ofDate,
  quarter: ofDate,
  month: ofDate,
  day: ofDate,
  weekday: ofDate,
  hour: ofDate,
  minute: ofDate,
  date: { parts: ["date"], gives: "date" },
};

/**
 * The clause with its texts read as what they are compared with (`start >= '2024-01-01'`).
 * @throws RuleError at an unknown column (with the nearest name), a date added to a date, a text in arithmetic, …
 */
export function typeClause(clause: Clause, types: ColumnTypes): Clause {
  switch (clause.kind) {
    case "and":
      return { ...clause, clauses: clause.clauses.map((part) => typeClause(part, types)) };
    case "presence":
      columnType(clause.column, types);
      return clause;
    case "in": {
      const type = columnType(clause.column, types);
      return { ...clause, values: clause.values.map((value) => literalAs(value, type, clause.column)) };
    }
    case "comparison":
      return typeComparison(clause, types);
  }
}

function typeComparison(clause: Extract<Clause, { kind: "comparison" }>, types: ColumnTypes): Clause {
  const found = clause.terms.map((term) => typeOf(term, types));
  const spoken = clause.terms.findIndex((term) => term.kind !== "text");
  const type = found[Math.max(0, spoken)]!;
  const terms = clause.terms.map((term, i) => {
    if (term.kind === "text") return literalAs(term, type, clause.terms[Math.max(0, spoken)]!);
    if (found[i] !== type)
      throw new RuleError(`${shown[found[i]!]} cannot be compared with ${shown[type]}`, term);
    return term;
  });
  const ordered = clause.operators.findIndex((operator) => operator !== "=" && operator !== "!=");
  if (type === "text" && ordered >= 0)
    throw new RuleError("texts have no order: only = and != compare them", clause.terms[ordered]!);
  if (!clause.terms.some((term) => hasColumn(term)))
    throw new RuleError("the comparison names no column", clause);
  return { ...clause, terms };
}

function hasColumn(expression: Expression): boolean {
  if (expression.kind === "call") return expression.parts.some(hasColumn);
  if (expression.kind === "binary") return hasColumn(expression.left) || hasColumn(expression.right);
  return expression.kind === "column";
}

function literalAs(value: Expression, type: ValueType, beside: Span): Expression {
  const span = { start: value.start, end: value.end };
  if (type === "date" && value.kind === "text") {
    const ms = parseIsoDate(value.value);
    if (ms === null) throw new RuleError(`${quote(value.value)} is not a date such as 2024-01-31`, value);
    return { kind: "date", value: ms, text: value.value, ...span };
  }
  if (type === "number" && value.kind === "text" && Number.isFinite(Number(value.value)))
    return { kind: "number", value: Number(value.value), ...span };
  if (type === "text" && value.kind === "number")
    return { kind: "text", value: String(value.value), ...span };
  if (type === "text" && value.kind === "date") return { kind: "text", value: value.text, ...span };
  if (value.kind !== type)
    throw new RuleError(`${shown[type]} cannot be compared with a text`, { ...value, ...beside });
  return value;
}

/** The type of an expression. @throws RuleError */
function typeOf(expression: Expression, types: ColumnTypes): ValueType {
  switch (expression.kind) {
    case "number":
    case "text":
    case "date":
      return expression.kind;
    case "column":
      return columnType(expression, types);
    case "call":
      return callType(expression, types);
    case "binary":
      return binaryType(expression, types);
  }
}

function callType(call: Extract<Expression, { kind: "call" }>, types: ColumnTypes): ValueType {
  const found = call.parts.map((part) => typeOf(part, types));
  if (call.name === "concat") return "text";
  const { parts, optional = 0, gives } = signatures[call.name];
  if (found.length > parts.length || found.length < parts.length - optional)
    throw new RuleError(
      `${call.name}(…) takes ${optional > 0 ? `${parts.length - optional} or ${parts.length} values` : parts.length === 1 ? "one value" : `${parts.length} values`}`,
      call,
    );
  found.forEach((type, i) => {
    if (type !== parts[i])
      throw new RuleError(
        `${call.name}(…) takes ${shown[parts[i]!]} here, not ${shown[type]}`,
        call.parts[i]!,
      );
  });
  const decimals = gives === "number" && parts.length === 2 ? call.parts[1] : undefined;
  const whole = decimals?.kind === "number" && Number.isInteger(decimals.value);
  if (decimals !== undefined && !(whole && Math.abs(decimals.value) <= 15))
    throw new RuleError("the number of decimals is a whole number from −15 to 15", decimals);
  return gives;
}

function binaryType(node: Extract<Expression, { kind: "binary" }>, types: ColumnTypes): ValueType {
  const { operator } = node;
  const left = typeOf(node.left, types);
  const right = typeOf(node.right, types);
  if (left === "text" || right === "text")
    throw new RuleError(
      `text cannot be in a sum or product${operator === "+" ? "; texts are joined with concat(a, b)" : ""}`,
      left === "text" ? node.left : node.right,
    );
  if (left === "number" && right === "number") return "number";
  if (operator === "-" && left === "date") return right === "date" ? "number" : "date";
  if (operator === "+" && left !== right) return "date";
  if (operator === "+")
    throw new RuleError("two dates cannot be added; a date and a number of days can", node);
  throw new RuleError(
    operator === "-"
      ? "a date cannot be taken from a number"
      : `a date cannot be ${operator === "*" ? "multiplied" : "divided"}`,
    node,
  );
}

function columnType(column: ColumnReference, types: ColumnTypes): ValueType {
  const type = types.get(column.name);
  if (typeof type === "string") return type;
  if (type !== undefined) throw new RuleError(`column ${quote(column.name)} ${type.why}`, column);
  throw unknownColumn(column, [...types.keys()]);
}

export function unknownColumn(column: ColumnReference, names: readonly string[]): RuleError {
  const guess = nearest(column.name, names);
  const some = names.slice(0, 12).map(printName);
  const hint =
    guess === undefined
      ? `its columns are ${names.length > 12 ? `${some.join(", ")}, …` : listText(some)}; a text goes in quotes: '${column.name}'`
      : `did you mean ${printName(guess)}?`;
  return new RuleError(
    `the table has no column ${quote(column.name)}: ${hint}`,
    column,
    guess === undefined ? undefined : printName(guess),
  );
}
