import {
  type PersonalType,
  personalTypes,
  type Replacement,
} from "../../../config/personal/personalTypes.ts";
import { listText } from "../../../jsonc/quote.ts";
import { type Column, columnLength, type StringColumn } from "../../../table/table.ts";
import { findIdentifiers } from "../detect/freeText.ts";
import { checkedNumberOf, checkNamed } from "../numbers/nationalIds.ts";
import { coarserForms } from "./generalize.ts";
import { pseudonymOf } from "./pseudonym.ts";

export interface ColumnReplacement {
  readonly type: PersonalType;
  readonly replace: Replacement;
  /** For pseudonyms. */
  readonly key?: Buffer | undefined;
  /** Masked text becomes only the words for what is in it, since it is to be fitted and may hold names. */
  readonly wordsOnly?: true;
}

/** A column with pseudonyms, masks or coarser values in place of the real ones. Missing stays missing. */
export function replaceColumn(column: Column, replacement: ColumnReplacement): Column {
  const text = asText(column);
  const change = changeOf(text, replacement);
  const index = new Map<string, number>();
  const codeOf = text.dictionary.map((value) => {
    const changed = change(value);
    if (changed === null) return -1;
    const code = index.get(changed) ?? index.size;
    if (code === index.size) index.set(changed, code);
    return code;
  });
  const codes = Int32Array.from(text.codes, (code) => (code < 0 ? -1 : codeOf[code]!));
  const made: StringColumn = { kind: "string", name: column.name, codes, dictionary: [...index.keys()] };
  return staysNumber(column, replacement) ? asNumbers(made) : made;
}

/** Pseudonyms of whole numbers are whole numbers, a coarser position or year is one too; all else becomes text. */
function staysNumber(column: Column, { type, replace }: ColumnReplacement): boolean {
  if (replace === "generalize")
    return type === "birthDate" || (type === "position" && column.kind === "number");
  return replace === "pseudonym" && column.kind === "number";
}

function changeOf(
  { dictionary }: StringColumn,
  { type, replace, key, wordsOnly }: ColumnReplacement,
): (text: string) => string | null {
  if (replace === "generalize") return coarserForms[type]!;
  if (replace === "mask") return type !== "freeText" ? masked : wordsOnly ? placeholderOf : masksInText;
  if (key === undefined) throw new Error(`no key for ${type}`);
  if (type === "freeText") return (text) => inText(text, (found) => pseudonymOf(found, key));
  const check = hasCheck.has(type) ? checkNamed(checkedNumberOf(dictionary)) : undefined;
  return (text) => pseudonymOf(text, key, check);
}

const hasCheck: ReadonlySet<PersonalType> = new Set(["nationalId", "taxId", "passport", "healthId"]);

/** Every letter and digit as `*`. */
function masked(text: string): string {
  return text.replace(/[\p{L}\p{N}]/gu, "*");
}

/** The identifiers inside a text as the words for them: `[e-mail address]`. The rest of the text stays. */
function masksInText(text: string): string {
  return inText(text, (_, type) => `[${type === "url" ? "URL" : personalTypes[type].title}]`);
}

/** What stands for a text: `[text with e-mail address and phone number]`, or `[text]`. A placeholder stays what it is. */
function placeholderOf(text: string): string {
  if (/^\[text(?: with [^\]]+)?\]$/.test(text)) return text;
  const titles = new Set(
    findIdentifiers(text).map(({ type }) => (type === "url" ? "URL" : personalTypes[type].title)),
  );
  return titles.size === 0 ? "[text]" : `[text with ${listText([...titles].sort())}]`;
}

type TextType = ReturnType<typeof findIdentifiers>[number]["type"];

function inText(text: string, change: (found: string, type: TextType) => string): string {
  let made = "";
  let at = 0;
  for (const { start, end, type } of findIdentifiers(text)) {
    made += text.slice(at, start) + change(text.slice(start, end), type);
    at = end;
  }
  return made + text.slice(at);
}

/** The column as text: whole dates as ISO dates. */
function asText(column: Column): StringColumn {
  if (column.kind === "string") return column;
  const write =
    column.kind === "datetime" ? (value: number) => new Date(value).toISOString().slice(0, 10) : String;
  const index = new Map<number, number>();
  const codes = new Int32Array(columnLength(column));
  for (const [row, value] of column.values.entries()) {
    const code = Number.isNaN(value) ? -1 : (index.get(value) ?? index.size);
    if (code === index.size) index.set(value, code);
    codes[row] = code;
  }
  return { kind: "string", name: column.name, codes, dictionary: Array.from(index.keys(), write) };
}

function asNumbers({ name, codes, dictionary }: StringColumn): Column {
  const numbers = dictionary.map(Number);
  return {
    kind: "number",
    name,
    values: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : numbers[code]!)),
  };
}
