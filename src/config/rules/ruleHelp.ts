import { printName } from "./printRule.ts";
import { type FunctionName, functionHelp } from "./ruleSyntax.ts";
import { readTokensUntilFault, type Token } from "./tokens.ts";

/** A column a rule may name, as help on it shows it. */
export interface RuleColumn {
  readonly name: string;
  readonly sdtype: string;
  readonly reason: string;
}

export interface RuleSuggestion {
  readonly kind: "column" | "function" | "word";
  /** What is written into the rule. */
  readonly text: string;
  readonly detail: string;
  /** One sentence or nothing. */
  readonly description: string;
}

/** What may stand at a place of a rule; `start` to `end` are the characters it replaces. */
export interface RuleSuggestions {
  readonly start: number;
  readonly end: number;
  readonly items: readonly RuleSuggestion[];
}

const afterOperand: readonly (readonly [text: string, detail: string])[] = [
  ["<=", "at most"],
  ["<", "less than"],
  ["=", "equal, to the decimals of the left column"],
  ["!=", "not equal"],
  [">=", "at least"],
  [">", "more than"],
  ["is missing", "without a value"],
  ["is present", "with a value"],
  ["in ('…')", "one of several values"],
  ["and", "another condition"],
];

/** What can be typed at `offset` of the text of a rule, as far as the text before it can be read. */
export function suggestInRule(text: string, offset: number, columns: readonly RuleColumn[]): RuleSuggestions {
  const tokens = readTokensUntilFault(text);
  const here = tokens.find(({ kind, start, end }) => isName(kind) && start < offset && offset <= end);
  const open = here === undefined ? openBacktick(text, offset, tokens) : undefined;
  const start = here?.start ?? open ?? offset;
  const end = here?.end ?? (open === undefined ? offset : text.length);
  const before = tokens.findLast((token) => token.end <= start);
  const words = (known: readonly (readonly [string, string])[]): RuleSuggestion[] =>
    known.map(([word, detail]) => ({ kind: "word", text: word, detail, description: "" }));
  if (isWord(before, "is"))
    return {
      start,
      end,
      items: words(
        afterOperand.flatMap(([word, d]) => (/^is (.+)/.exec(word) ? [[word.slice(3), d] as const] : [])),
      ),
    };
  if (before !== undefined && endsOperand(before, tokens)) return { start, end, items: words(afterOperand) };
  return {
    start,
    end,
    items: [
      ...columns.map(
        ({ name, sdtype, reason }): RuleSuggestion => ({
          kind: "column",
          text: printName(name),
          detail: sdtype,
          description: reason,
        }),
      ),
      ...(Object.entries(functionHelp) as [FunctionName, string][]).map(
        ([name, help]): RuleSuggestion => ({
          kind: "function",
          text: `${name}(`,
          detail: help,
          description: "",
        }),
      ),
    ],
  };
}

/** What the word of a rule at `offset` means; undefined where nothing is to be said. */
export function helpInRule(
  text: string,
  offset: number,
  columns: readonly RuleColumn[],
):
  | { readonly start: number; readonly end: number; readonly title: string; readonly text: string }
  | undefined {
  const tokens = readTokensUntilFault(text);
  const at = tokens.findIndex(({ kind, start, end }) => isName(kind) && start <= offset && offset < end);
  const token = tokens[at];
  if (token === undefined) return undefined;
  const { start, end } = token;
  const called = tokens[at + 1]?.text === "(" && tokens[at + 1]?.kind === "sign";
  if (token.kind === "name" && called && Object.hasOwn(functionHelp, token.text))
    return { start, end, title: `${token.text}(…)`, text: functionHelp[token.text as FunctionName] };
  const column = columns.find(({ name }) => name === token.text);
  return column && { start, end, title: `${column.name}: ${column.sdtype}`, text: column.reason };
}

function isName(kind: Token["kind"]): boolean {
  return kind === "name" || kind === "quotedName";
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "name" && token.text.toLowerCase() === word;
}

/** Whether a value or a whole condition ends with this token, so that no other can follow at once. */
function endsOperand(token: Token, tokens: readonly Token[]): boolean {
  if (token.kind === "sign") return token.text === ")";
  if (token.kind !== "name") return true;
  const next = tokens[tokens.indexOf(token) + 1];
  const isCall = next?.kind === "sign" && next.text === "(" && next.start === token.end;
  return !isCall && !isWord(token, "and") && !isWord(token, "in");
}

/** Where a name in backticks begins that is still being typed. */
function openBacktick(text: string, offset: number, tokens: readonly Token[]): number | undefined {
  const from = tokens.at(-1)?.end ?? 0;
  const at = text.indexOf("`", from);
  return at !== -1 && at < offset ? at : undefined;
}
