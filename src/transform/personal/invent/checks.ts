import { ibanDigits, luhnDigit } from "../numbers/checkDigits.ts";
import { checkedNumbers } from "../numbers/nationalIds.ts";

/**
 * How values of a form become valid: which free places hold check characters, and how they are found. `null` from `fix` = this
 * draw has no valid completion.
 */
export interface Check {
  /** Positions in the text, of those given, that hold check characters. */
  places(free: readonly number[], text: string): readonly number[];
  fix(text: string, at: readonly number[]): string | null;
}

const luhn: Check = {
  places: (free) => free.slice(-1),
  fix: (text, [at]) => replaceAt(text, at!, luhnDigit(text.slice(0, at).replace(/\D/g, ""))),
};

const iban: Check = {
  places: (_, text) => [text.search(/[A-Z]{2}/) + 2, text.search(/[A-Z]{2}/) + 3],
  fix(text, [first, second]) {
    const start = first! - 2;
    const account = text
      .slice(second! + 1)
      .replace(/[^A-Z\d]/gi, "")
      .toUpperCase();
    const digits = ibanDigits(text.slice(start, first).toUpperCase(), account);
    return replaceAt(replaceAt(text, first!, digits[0]!), second!, digits[1]!);
  },
};

/** Tries every character of the last two places until the validator of the country passes. */
function searched(passes: (text: string) => boolean): Check {
  return {
    places: (free) => free.slice(-2),
    fix(text, at) {
      const limit = Error.stackTraceLimit;
      Error.stackTraceLimit = 0;
      try {
        let turn = 0;
        for (let i = 0; i < text.length; i++) turn = (turn * 31 + text.charCodeAt(i)) >>> 0;
        const letters = at.map((place, i) =>
          turned(/\d/.test(text[place]!) ? "0123456789" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ", turn >>> (7 * i)),
        );
        for (const last of letters[1] ?? letters[0]!) {
          const one = replaceAt(text, at.at(-1)!, last);
          if (at.length < 2) {
            if (passes(one)) return one;
            continue;
          }
          for (const before of letters[0]!) {
            const two = replaceAt(one, at[0]!, before);
            if (passes(two)) return two;
          }
        }
        return null;
      } finally {
        Error.stackTraceLimit = limit;
      }
    },
  };
}

/** The check of this name: `luhn`, `iban`, or a number of a country (`DE idnr`). */
export function checkNamed(name: string): Check | undefined {
  if (name === "luhn") return luhn;
  if (name === "iban") return iban;
  const number = checkedNumbers.find(({ key }) => key === name);
  return number === undefined ? undefined : searched(number.passes);
}

/** The letters from another start on, so that not all numbers end alike. */
function turned(letters: string, by: number): string {
  const at = by % letters.length;
  return letters.slice(at) + letters.slice(0, at);
}

function replaceAt(text: string, at: number, character: string): string {
  return text.slice(0, at) + character + text.slice(at + 1);
}
