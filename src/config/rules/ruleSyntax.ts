/** Where something stands in the text of a rule: characters from 0, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value computed from a row. Dates are epoch ms of the wall clock; a difference of dates is in days. */
export type Expression = Span &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "text"; readonly value: string }
    /** `value` is the epoch ms at which the written day or moment begins. */
    | { readonly kind: "date"; readonly value: number; readonly text: string }
    | { readonly kind: "column"; readonly name: string }
    | { readonly kind: "call"; readonly name: FunctionName; readonly parts: readonly Expression[] }
    | {
        readonly kind: "binary";
        readonly operator: Arithmetic;
        readonly left: Expression;
        readonly right: Expression;
      }
  );

export type Arithmetic = "+" | "-" | "*" | "/";
export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** Everything a rule may call, with what it does; the second argument of the rounding ones is the number of decimals. */
export const functionHelp = {
  round: "to the nearest, ties away from zero",
  roundEven: "to the nearest, ties to the even digit",
  floor: "down",
  ceil: "up",
  hours: "days as hours",
  minutes: "days as minutes",
  seconds: "days as seconds",
  year: "year of a date",
  quarter: "quarter of a date, 1 to 4",
  month: "month of a date, 1 to 12",
  day: "day of the month, 1 to 31",
  weekday: "day of the week, 1 (Monday) to 7",
  hour: "hour of a date, 0 to 23",
  minute: "minute of a date, 0 to 59",
  date: "the day of a moment, without its time",
  concat: "texts one after another",
} as const;
export type FunctionName = keyof typeof functionHelp;

/** What may be true of a row; a clause with a missing operand is neither true nor false (SQL). */
export type Clause = Span &
  (
    | {
        readonly kind: "comparison";
        readonly terms: readonly Expression[];
        readonly operators: readonly Comparison[];
      }
    | { readonly kind: "presence"; readonly column: ColumnReference; readonly present: boolean }
    | { readonly kind: "in"; readonly column: ColumnReference; readonly values: readonly Expression[] }
    | { readonly kind: "and"; readonly clauses: readonly Clause[] }
  );

export type ColumnReference = Span & { readonly kind: "column"; readonly name: string };

export const columnSetKinds = ["combinations", "oneOf", "atMostOneOf", "unique"] as const;
export type ColumnSetKind = (typeof columnSetKinds)[number];

/** One entry of `rules`. A rule holds for a row unless it is false of it (SQL CHECK). */
export type Rule = { readonly repair: boolean } & (
  | { readonly kind: "check"; readonly clause: Clause }
  | { readonly kind: "when"; readonly when: Clause; readonly then: Clause }
  | { readonly kind: ColumnSetKind; readonly columns: readonly string[] }
);

/** A fault in the text of a rule. */
export class RuleError extends Error {
  override readonly name = "RuleError";
  readonly span: Span;
  /** What should stand there instead. */
  readonly better: string | undefined;
  constructor(message: string, span: Span, better?: string) {
    super(message);
    this.span = span;
    this.better = better;
  }
}

/** Column references of an expression, in reading order. */
export function columnsOfExpression(expression: Expression): ColumnReference[] {
  if (expression.kind === "column") return [expression];
  if (expression.kind === "call") return expression.parts.flatMap(columnsOfExpression);
  if (expression.kind === "binary")
    return [...columnsOfExpression(expression.left), ...columnsOfExpression(expression.right)];
  return [];
}

/** Column references of a clause, in reading order. */
export function columnsOfClause(clause: Clause): ColumnReference[] {
  if (clause.kind === "comparison") return clause.terms.flatMap(columnsOfExpression);
  if (clause.kind === "and") return clause.clauses.flatMap(columnsOfClause);
  return [clause.column];
}

/** Names of all columns a rule speaks of, each once. */
export function columnsOfRule(rule: Rule): string[] {
  if (rule.kind === "check") return unique(columnsOfClause(rule.clause));
  if (rule.kind === "when") return unique([...columnsOfClause(rule.when), ...columnsOfClause(rule.then)]);
  return [...new Set(rule.columns)];
}

function unique(columns: readonly ColumnReference[]): string[] {
  return [...new Set(columns.map(({ name }) => name))];
}
