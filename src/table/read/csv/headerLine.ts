import { DataError } from "../../dataError.ts";
import { readAmount } from "../../infer/inferAffix.ts";
import { inferDatePattern } from "../../infer/inferDatePattern.ts";
import { type MissingTokens, missingTokens } from "../missingTokens.ts";
import { isNumber } from "./csvQuoting.ts";
import type { SampleCell } from "./sample.ts";

/**
 * What the first line of a table is, judged by the cells below it.
 * `names`: a column of numbers or dates whose first cell is neither. `data`: no such column, and cells that are like those below
 * them. `unclear`: neither.
 */
export interface HeaderVerdict {
  readonly kind: "names" | "data" | "unclear";
  /** Cells of the first line that are like those below them. */
  readonly alike: number;
}

const sampleRows = 200;
const tokens = missingTokens(undefined);

export function judgeHeader(
  first: readonly SampleCell[],
  rows: readonly (readonly SampleCell[])[],
): HeaderVerdict {
  const whole = rows.slice(0, sampleRows).filter((row) => row.length === first.length);
  // a header may be repeated between the rows
  const others = whole.filter((row) => row.some((cell, k) => cell.text !== first[k]!.text));
  const verdict = judgeBy(others, first);
  const isFrequent = whole.length - others.length > whole.length * 0.05;
  return verdict.kind === "unclear" && isFrequent ? judgeBy(whole, first) : verdict;
}

function judgeBy(body: readonly (readonly SampleCell[])[], first: readonly SampleCell[]): HeaderVerdict {
  if (body.length === 0) return { kind: "unclear", alike: 0 };
  let unlike = 0;
  let alike = 0;
  const numeric: { name: number; years: boolean }[] = [];
  for (const [k, { text }] of first.entries()) {
    if (isMissing(text, tokens)) continue;
    const below = body.map((row) => row[k]!.text).filter((cell) => !isMissing(cell, tokens));
    if (below.length === 0) continue;
    if (isAmount(text)) {
      if (share(below, isAmount) > 0.8)
        numeric.push({ name: Number(text), years: share(below, isYear) > 0.5 });
    } else if (share(below, isAmount) > 0.8) unlike++;
    else {
      const dated = datesWith(below, text);
      if (dated === "misfit") unlike++;
      else if (dated === "fit" || repeats(below, text) || hasShapeOf(below, text)) alike++;
    }
  }
  if (!areNumberedNames(numeric, first[0]!.text === "")) alike += numeric.length;
  return { kind: unlike > 0 ? "names" : alike > 0 ? "data" : "unclear", alike };
}

/** @throws DataError no-header, which shows nothing of the line */
export function refuseData(verdict: HeaderVerdict, path: string, line: number, cells: number): void {
  if (verdict.kind !== "data") return;
  throw new DataError(
    "no-header",
    path,
    `${path}, line ${line} looks like a row of data, not like the names of the columns: ${verdict.alike} of its ${cells} cells ${verdict.alike === 1 ? "is like that" : "are like those"} below. If it is data, set source.header to false (syndata init FILE --set source.header=false): the columns are then named column_1, column_2, …. If these are the names, set source.header to true, or write a line of names above.`,
    { line },
  );
}

function isMissing(text: string, { amongNumbers }: MissingTokens): boolean {
  return amongNumbers(text.trim());
}

function isAmount(text: string): boolean {
  return isNumber(text, true) || readAmount(text.trim()) !== null;
}

function isYear(text: string): boolean {
  return /^(1[5-9]|20|21)\d\d$/.test(text);
}

/** Years, or numbers that count on: names of a wide table, or of a table that had none. */
function areNumberedNames(
  cells: readonly { readonly name: number; readonly years: boolean }[],
  hasIndex: boolean,
): boolean {
  if (cells.length > 0 && cells.every(({ name, years }) => isYear(String(name)) && !years)) return true;
  const [one, two] = cells;
  if (one === undefined) return false;
  if (two === undefined) return hasIndex && one.name === 0;
  const step = two.name - one.name;
  const counts = cells.every(({ name }, i) => i === 0 || name - cells[i - 1]!.name === step);
  return step !== 0 && counts && (cells.length > 2 || ((one.name === 0 || one.name === 1) && step === 1));
}

/** Whether a text is a date as the others are: `fit`, `misfit` where only the others are dates, `other` where they are none. */
function datesWith(below: readonly string[], text: string): "fit" | "misfit" | "other" {
  const distinct = [...new Set(below)];
  if (inferDatePattern(distinct) === null) return "other";
  return inferDatePattern([...distinct, text]) === null ? "misfit" : "fit";
}

function repeats(below: readonly string[], text: string): boolean {
  let count = 0;
  for (const cell of below) if (cell === text && ++count === 2) return true;
  return false;
}

/** Codes, addresses, keys: a text with digits or an @ whose kinds of characters come in the order that most others have. */
function hasShapeOf(below: readonly string[], text: string): boolean {
  if (below.length < 3 || !/\d{2}|@/.test(text)) return false;
  const shape = shapeOf(text);
  return share(below, (cell) => shapeOf(cell) === shape) > 0.8;
}

function shapeOf(text: string): string {
  return text.includes("@") ? "@" : text.replace(/\p{L}+/gu, "a").replace(/\d+/g, "9");
}

function share(cells: readonly string[], is: (text: string) => boolean): number {
  return cells.filter(is).length / cells.length;
}
