import type { Expression, Rule } from "../../../config/rules/ruleSyntax.ts";
import type { StringColumn } from "../../../table/table.ts";
import { callOf, checkRule, columnOf } from "./candidates.ts";
import { type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";

const searchedRows = 2000;
const testedRows = 60;
/** Different values that a part of a text must have in the rows tested. */
const minDifferent = 2;

/** A column as texts, as a rule joins them. */
interface TextSource {
  readonly name: string;
  cell(row: number): string | null;
}

/** Texts made of one or two other columns with the same text before, between or behind them, and copies. */
export function findTexts(data: DetectData): Rule[] {
  const texts = data.texts.map(textSource);
  const numbers = data.numbers.filter(({ decimals }) => decimals === 0).map(numberSource);
  const rows = Math.min(searchedRows, data.table.rows);
  return texts.flatMap((whole, at) => {
    const copied = texts.slice(0, at).find((one) => isCopy(whole, one, rows));
    if (copied !== undefined) return [checkRule(columnOf(whole.name), "=", columnOf(copied.name))];
    const parts = [...texts, ...numbers].filter((one) => one !== whole && isInside(one, whole, rows));
    const joined = joinedOf(whole, parts, rows);
    return joined === undefined ? [] : [checkRule(columnOf(whole.name), "=", callOf("concat", ...joined))];
  });
}

function textSource({ name, codes, dictionary }: StringColumn): TextSource {
  return { name, cell: (row) => (codes[row]! < 0 ? null : dictionary[codes[row]!]!) };
}

function numberSource({ name, values }: NumberColumn): TextSource {
  return { name, cell: (row) => (Number.isNaN(values[row]!) ? null : String(values[row]!)) };
}

/** Cells of the first rows in which all of the columns are present. */
function cellsOf(columns: readonly TextSource[], rows: number): string[][] {
  const found: string[][] = [];
  for (let i = 0; i < rows && found.length < testedRows; i++) {
    const cells = columns.map((column) => column.cell(i));
    if (cells.every((cell) => cell !== null)) found.push(cells);
  }
  return found.length < minNamedRows ? [] : found;
}

function isCopy(a: TextSource, b: TextSource, rows: number): boolean {
  let [met, off] = [0, 0];
  for (let i = 0; i < rows && met < testedRows; i++) {
    const [x, y] = [a.cell(i), b.cell(i)];
    if (x === null || y === null) continue;
    met++;
    if (x !== y && ++off > 1) return false;
  }
  return met >= minNamedRows;
}

/** Whether the part stands somewhere in the whole, in all rows but one, and is more than one text. */
function isInside(part: TextSource, whole: TextSource, rows: number): boolean {
  const [seen, wholes] = [new Set<string>(), new Set<string>()];
  let [met, off] = [0, 0];
  for (let i = 0; i < rows && met < testedRows; i++) {
    const [inner, outer] = [part.cell(i), whole.cell(i)];
    if (inner === null || outer === null) continue;
    met++;
    if ((inner === "" || !outer.includes(inner)) && ++off > 1) return false;
    seen.add(inner);
    wholes.add(outer);
  }
  return met >= minNamedRows && seen.size >= minDifferent && wholes.size >= seen.size;
}

/** What the whole is joined of: two parts, or one with a text beside it that every row has (without one it is a copy). */
function joinedOf(whole: TextSource, parts: readonly TextSource[], rows: number): Expression[] | undefined {
  for (const first of parts)
    for (const last of parts) {
      if (first === last) continue;
      const joined = templateOf(whole, [first, last], rows);
      if (joined !== undefined) return joined;
    }
  for (const part of parts) {
    const joined = templateOf(whole, [part], rows);
    if (joined !== undefined && joined.length > 1) return joined;
  }
  return undefined;
}

function templateOf(whole: TextSource, parts: readonly TextSource[], rows: number): Expression[] | undefined {
  const found = new Map<string, { readonly between: readonly string[]; count: number }>();
  const cells = cellsOf([whole, ...parts], rows);
  for (const [text, ...inner] of cells) {
    const between = splitBy(text!, inner);
    if (between === undefined) continue;
    const key = JSON.stringify(between);
    const known = found.get(key);
    if (known === undefined) found.set(key, { between, count: 1 });
    else known.count++;
  }
  const best = [...found.values()].sort((a, b) => b.count - a.count)[0];
  if (best === undefined || cells.length - best.count > 1) return undefined;
  const literal = (value: string): Expression[] =>
    value === "" ? [] : [{ kind: "text", value, start: 0, end: 0 }];
  return best.between.flatMap((text, k) => [
    ...literal(text),
    ...(k < parts.length ? [columnOf(parts[k]!.name)] : []),
  ]);
}

/** What stands before, between and behind the parts, which come in this order. */
function splitBy(text: string, parts: readonly string[]): string[] | undefined {
  if (parts.length === 1) {
    const at = text.indexOf(parts[0]!);
    return at < 0 ? undefined : [text.slice(0, at), text.slice(at + parts[0]!.length)];
  }
  const [first, last] = parts as [string, string];
  if (!text.startsWith(first) || !text.endsWith(last) || first.length + last.length > text.length)
    return undefined;
  return ["", text.slice(first.length, text.length - last.length), ""];
}
