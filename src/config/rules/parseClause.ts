import { nearest } from "../../jsonc/nearest.ts";
import { own } from "../../jsonc/own.ts";
import { quote } from "../../jsonc/quote.ts";
import { parseIsoDate } from "../isoDate.ts";
import {
  type Clause,
  type ColumnReference,
  type Comparison,
  type Expression,
  type FunctionName,
  functionHelp,
  RuleError,
} from "./ruleSyntax.ts";
import { readTokens, type Token } from "./tokens.ts";

const comparisons: ReadonlySet<string> = new Set(["=", "!=", "<", "<=", ">", ">="]);
const maxDepth = 50;

/**
 * Reads the text of a rule:
 *
 *     clause     = part { "and" part }
 *     part       = sum { ("=" | "!=" | "<" | "<=" | ">" | ">=") sum }
 *                | column "is" ("missing" | "present") | column "in" "(" value { "," value } ")"
 *     sum        = product { ("+" | "-") product }
 *     product    = atom { ("*" | "/") atom }
 *     atom       = number | date | 'text' | column | function "(" sum { "," sum } ")" | "(" sum ")" | "-" atom
 *     column     = name | `any name`
 *
 * @throws RuleError with the place of the fault
 */
export function parseClause(text: string): Clause {
  const parser = new Parser(readTokens(text));
  const clause = parser.clause();
  parser.end();
  return clause;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  clause(): Clause {
    const clauses = [this.#part()];
    while (this.#isWord("and")) {
      this.#at++;
      clauses.push(this.#part());
    }
    if (clauses.length === 1) return clauses[0]!;
    return { kind: "and", clauses, start: clauses[0]!.start, end: clauses.at(-1)!.end };
  }

  end(): void {
    const token = this.#now;
    if (token.kind === "end") return;
    if (this.#isWord("or"))
      throw new RuleError(
        "a rule has no “or”: write in (…) for several values, or a rule for each case",
        token,
      );
    throw new RuleError(`${quote(token.text)} is not expected here`, token);
  }

  #part(): Clause {
    const first = this.#sum();
    if (this.#isWord("is")) return this.#presence(first);
    if (this.#isWord("in")) return this.#oneOf(first);
    const terms = [first];
    const operators: Comparison[] = [];
    while (this.#now.kind === "sign" && comparisons.has(this.#now.text)) {
      operators.push(this.#now.text as Comparison);
      this.#at++;
      terms.push(this.#sum());
    }
    const span = { start: first.start, end: terms.at(-1)!.end };
    if (operators.length === 0)
      throw new RuleError(
        "a comparison is missing: a rule says a = b, a <= b, a is missing, or a in ('x', 'y')",
        this.#now.kind === "end" ? span : this.#now,
      );
    return { kind: "comparison", terms, operators, ...span };
  }

  #presence(first: Expression): Clause {
    const column = columnOnly(first, "is");
    this.#at++;
    const not = this.#isWord("not");
    if (not) this.#at++;
    const word = this.#now;
    const known = own({ missing: false, null: false, present: true }, word.text.toLowerCase());
    if (word.kind !== "name" || known === undefined)
      throw new RuleError("after “is” stands missing or present", word);
    this.#at++;
    return { kind: "presence", column, present: known !== not, start: first.start, end: word.end };
  }

  #oneOf(first: Expression): Clause {
    const column = columnOnly(first, "in");
    this.#at++;
    this.#expect("(", "after “in” stands a list: in ('x', 'y')");
    const values = [this.#value()];
    while (this.#takes(",")) values.push(this.#value());
    const end = this.#expect(")", "the list is not closed: a ) is missing").end;
    return { kind: "in", column, values, start: first.start, end };
  }

  #value(): Expression {
    const value = this.#atom();
    if (value.kind === "column" || value.kind === "call" || value.kind === "binary")
      throw new RuleError("a list holds numbers, dates and 'texts' in quotes only", value);
    return value;
  }

  #sum(): Expression {
    return this.#chain(["+", "-"], () => this.#chain(["*", "/"], () => this.#atom()));
  }

  #chain(signs: readonly ("+" | "-" | "*" | "/")[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = signs.find((sign) => this.#takes(sign));
      if (operator === undefined) return left;
      const right = operand();
      left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
    }
  }

  #atom(): Expression {
    const token = this.#now;
    const { start, end, text } = token;
    this.#at++;
    switch (token.kind) {
      case "number":
        return { kind: "number", value: Number(text), start, end };
      case "text":
        return { kind: "text", value: text, start, end };
      case "date":
        return { kind: "date", value: readDate(token), text, start, end };
      case "quotedName":
        return { kind: "column", name: text, start, end };
      case "name":
        return this.#now.kind === "sign" && this.#now.text === "("
          ? this.#call(token)
          : { kind: "column", name: text, start, end };
      case "sign":
        if (text === "(") return this.#inParentheses();
        if (text === "-") return this.#negative(start);
    }
    this.#at--;
    throw new RuleError(
      token.kind === "end"
        ? "the rule ends too early: a column or a number is missing"
        : `${quote(text)} is not expected here: a column or a number is`,
      token,
    );
  }

  #inParentheses(): Expression {
    if (++this.#depth > maxDepth)
      throw new RuleError(`more than ${maxDepth} parentheses inside one another`, this.#now);
    const inner = this.#sum();
    this.#expect(")", "a ) is missing");
    this.#depth--;
    return inner;
  }

  #negative(start: number): Expression {
    if (++this.#depth > maxDepth) throw new RuleError("too many minus signs in a row", this.#now);
    const right = this.#atom();
    this.#depth--;
    if (right.kind === "number") return { ...right, value: -right.value, start };
    const zero: Expression = { kind: "number", value: 0, start, end: start };
    return { kind: "binary", operator: "-", left: zero, right, start, end: right.end };
  }

  #call(name: Token): Expression {
    if (!Object.hasOwn(functionHelp, name.text)) {
      const guess = nearest(name.text, Object.keys(functionHelp));
      throw new RuleError(
        `there is no function ${name.text}${guess === undefined ? `; there are ${Object.keys(functionHelp).join(", ")}` : `; did you mean ${guess}?`}`,
        name,
        guess,
      );
    }
    if (++this.#depth > maxDepth) throw new RuleError("too many functions inside one another", name);
    this.#at++;
    const parts = [this.#sum()];
    while (this.#takes(",")) parts.push(this.#sum());
    const { end } = this.#expect(")", `${name.text}( is not closed: a ) is missing`);
    this.#depth--;
    return { kind: "call", name: name.text as FunctionName, parts, start: name.start, end };
  }

  get #now(): Token {
    return this.#tokens[this.#at] ?? this.#tokens.at(-1)!;
  }

  #isWord(word: string): boolean {
    return this.#now.kind === "name" && this.#now.text.toLowerCase() === word;
  }

  #takes(sign: string): boolean {
    const is = this.#now.kind === "sign" && this.#now.text === sign;
    if (is) this.#at++;
    return is;
  }

  #expect(sign: string, otherwise: string): Token {
    const token = this.#now;
    if (!this.#takes(sign)) throw new RuleError(otherwise, token);
    return token;
  }
}

function columnOnly(expression: Expression, word: string): ColumnReference {
  if (expression.kind === "column") return expression;
  throw new RuleError(`before “${word}” stands the name of a column`, expression);
}

function readDate(token: Token): number {
  const ms = parseIsoDate(token.text.replace(" ", "T"));
  if (ms === null || !Number.isFinite(ms)) throw new RuleError(`${token.text} is not a date`, token);
  return ms;
}
