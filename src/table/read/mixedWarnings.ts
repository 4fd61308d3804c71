import { readAmount } from "../infer/inferAffix.ts";
import { findDateMisfit } from "../infer/inferDatePattern.ts";
import { inferTextSdtype } from "../infer/inferSdtype.ts";
import { summarizeText } from "../profile/textSummary.ts";
import type { StringColumn } from "../table.ts";
import { isNumber } from "./csv/csvQuoting.ts";

/** Why a column that looks like numbers or dates is text, and what would fix it. Nothing for codes, which are text rightly. */
export function mixedWarnings(column: StringColumn): string[] {
  const { dictionary, codes } = column;
  const row = (code: number) => codes.indexOf(code) + 1;
  const most = Math.min(dictionary.length, 10_000);
  let plain = 0;
  let signed = 0;
  let zeros = -1;
  let other = -1;
  for (let i = 0; i < most; i++) {
    const text = dictionary[i]!;
    if (isNumber(text) || isBound(text)) plain++;
    else if (readAmount(text) !== null) signed++;
    else if (/^0\d+$/.test(text)) {
      if (zeros < 0) zeros = i;
    } else if (other < 0) other = i;
  }
  if (dictionary.every((text) => /^\d+\p{L}{1,2}$/u.test(text)) && unitsOf(dictionary).size > 1) return [];
  if (plain + signed === most && signed > 0)
    return [
      "numbers with thousands separators, currency, percent signs or units, not all written the same way: read as text; write them all the same way to have numbers",
    ];
  const misfit = findDateMisfit(dictionary);
  if (misfit >= 0)
    return [
      `mostly dates, but read as text because of values such as that of row ${row(misfit)}: correct them to have dates`,
    ];
  if (plain + signed < most / 2 || (zeros < 0 && other < 0) || isCode(column)) return [];
  if (other < 0)
    return [
      `numbers, but read as text because of leading zeros, such as in row ${row(zeros)}: a number would lose them`,
    ];
  return [
    `mostly numbers, but read as text because of values such as that of row ${row(other)}: correct them, or list them as missing, to have numbers`,
  ];
}

/** What follows the digits of numbered classes and doors (`10A`, `10B`): more than one, unlike a unit. */
function unitsOf(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.map((text) => text.replace(/^\d+/, "")));
}

/** A measurement below or above what the instrument tells: `<0.6`. */
function isBound(text: string): boolean {
  return /^[<>≤≥~]/.test(text) && isNumber(text.replace(/^[<>≤≥~]=?\s?/, ""));
}

/** Digits of one width (zip codes), or an id. */
function isCode(column: StringColumn): boolean {
  const width = column.dictionary[0]!.length;
  if (column.dictionary.every((text) => text.length === width && /^\d+$/.test(text))) return true;
  return inferTextSdtype(column.name, column.codes.length, false, summarizeText(column)).sdtype === "id";
}
