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
  let quoted = 0;
  let bareText = 0;
  let bareNumbers = 0;
  for (const record of records)
    for (const { text, quoted: isQuoted } of record) {
      if (isQuoted) quoted++;
      else if (text !== "") {
        if (isNumber(text)) bareNumbers++;
        else bareText++;
      }
    }
  return {
    allQuoted: quoted > 0 && bareText + bareNumbers === 0,
    quotedIsText: quoted > 0 && bareNumbers > 0,
  };
}

export function isNumber(text: string, decimalComma = false): boolean {
  const bytes = Buffer.from(text, "latin1");
  return parseNumber(bytes, 0, bytes.length, decimalComma);
}
