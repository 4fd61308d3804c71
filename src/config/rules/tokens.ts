import { own } from "../../jsonc/own.ts";
import { quote } from "../../jsonc/quote.ts";
import { RuleError, type Span } from "./ruleSyntax.ts";

export type Token = Span & {
  readonly kind: "name" | "quotedName" | "number" | "text" | "date" | "sign" | "end";
  /** The name, the number or date as written, the text without its quotes, or the sign. */
  readonly text: string;
};

const forms: readonly (readonly [Token["kind"] | "space", RegExp])[] = [
  ["space", /\s+/y],
  ["date", /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?![\w.])/y],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}_])/uy],
  ["name", /[\p{L}_][\p{L}\p{N}\p{M}_.]*/uy],
  ["quotedName", /`(?:[^`]|``)+`/y],
  ["text", /'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"/y],
  ["sign", /<=|>=|!=|<>|==|[=<>+\-*/(),≤≥]/y],
];

const alike: Readonly<Record<string, string>> = { "<>": "!=", "==": "=", "≤": "<=", "≥": ">=" };

/** The words and signs of a rule, with an end token after them. @throws RuleError at a character no rule has */
export function readTokens(text: string): Token[] {
  const { tokens, end } = read(text);
  if (end < text.length) throw unreadable(text, end);
  return [...tokens, { kind: "end", text: "", start: end, end }];
}

/** The words and signs of a rule that is being typed, up to the first character no rule has; without an end token. */
export function readTokensUntilFault(text: string): Token[] {
  return read(text).tokens;
}

function read(text: string): { readonly tokens: Token[]; readonly end: number } {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = match(text, at);
    if (found === undefined) break;
    const [kind, raw] = found;
    const span = { start: at, end: at + raw.length };
    if (kind !== "space") tokens.push({ kind, text: plain(kind, raw), ...span });
    at = span.end;
  }
  return { tokens, end: at };
}

function match(text: string, at: number): [Token["kind"] | "space", string] | undefined {
  for (const [kind, form] of forms) {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found !== null) return [kind, found[0]];
  }
  return undefined;
}

function plain(kind: Token["kind"], raw: string): string {
  if (kind === "quotedName") return raw.slice(1, -1).replaceAll("``", "`");
  if (kind === "text")
    return raw.startsWith("'")
      ? raw.slice(1, -1).replaceAll("''", "'")
      : raw.slice(1, -1).replace(/\\(.)/g, "$1");
  return kind === "sign" ? (own(alike, raw) ?? raw) : raw;
}

function unreadable(text: string, at: number): RuleError {
  const character = String.fromCodePoint(text.codePointAt(at)!);
  const span = { start: at, end: at + character.length };
  const open = own(
    { "`": "a name in backticks", "'": "a text in quotes", '"': "a text in quotes" },
    character,
  );
  if (open !== undefined) return new RuleError(`${open} is not closed`, { start: at, end: text.length });
  const number = /^[\d.]+[\p{L}_][\p{L}\p{N}_]*/u.exec(text.slice(at))?.[0];
  if (number !== undefined)
    return new RuleError(
      `a name that begins with a digit goes in backticks: \`${number}\``,
      { start: at, end: at + number.length },
      `\`${number}\``,
    );
  return new RuleError(`${quote(character)} has no meaning in a rule`, span);
}
