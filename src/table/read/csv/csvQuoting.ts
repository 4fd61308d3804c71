import { parseNumber } from "../numberLexeme.ts";
import type { SampleCell } from "./sample.ts";

/** What quotes mean in this file, judged by its first records. */
export interface QuotingGuess {
  /** Every cell is in quotes. */
  readonly allQuoted: boolean;
  /** Text is in quotes and numbers are not, so a quoted number is text. */
  readonly quotedIsText: boolean;
}

export function guessQuoting(records: readonly (readonly SampleCell[])[]): QuotingGuess {
  if (!records.some((record) => record.some(({ quoted }) => quoted)))
    return { allQuoted: false, quotedIsText: false };
  const isBare = ({ text, quoted }: SampleCell): boolean => !quoted && text !== "";
  return {
    allQuoted: !records.some((record) => record.some(isBare)),
    quotedIsText: records.some((record) => record.some((cell) => isBare(cell) && isNumber(cell.text))),
  };
}

export function isNumber(text: string, decimalComma = false): boolean {
  const bytes = Buffer.from(text, "latin1");
  return parseNumber(bytes, 0, bytes.length, decimalComma);
}
