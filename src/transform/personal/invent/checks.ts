import { isValidIBAN } from "ibantools";
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
  fix: (text, [at]) => replaceAt(text, at!, luhnDigit(text, at!)),
};

/** Where the account part (the characters behind country and check digits) holds check characters of the country's own; −1 is the last. */
const nationalKeys: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries({
    BE: [-2, -1],
    ES: [8, 9],
    FI: [-1],
    FR: [-2, -1],
    IT: [0],
    MC: [-2, -1],
    NO: [-1],
    PL: [7],
    PT: [-2, -1],
    SI: [-2, -1],
    SM: [0],
  }),
);

const iban: Check = {
  places(_, text) {
    const start = text.search(/[A-Z]{2}/);
    const account = [...text].flatMap((c, at) => (at > start + 3 && /[A-Z\d]/i.test(c) ? [at] : []));
    const national = nationalKeys.get(text.slice(start, start + 2)) ?? [];
    return [start + 2, start + 3, ...national.map((place) => account.at(place)!)];
  },
  fix(text, [first, second, ...national]) {
    const country = text.slice(first! - 2, first).toUpperCase();
    if (!nationalKeys.has(country))
      return withDigits(text, ibanDigits(country, text, second! + 1), first!, second!);
    for (const tried of completions(text, national)) {
      const account = tried
        .slice(second! + 1)
        .replace(/[^A-Z\d]/gi, "")
        .toUpperCase();
      const digits = ibanDigits(country, account);
      if (isValidIBAN(country + digits + account)) return withDigits(tried, digits, first!, second!);
    }
    return null;
  },
};

function withDigits(text: string, digits: string, first: number, second: number): string {
  return second === first + 1
    ? text.slice(0, first) + digits + text.slice(second + 1)
    : replaceAt(replaceAt(text, first, digits[0]!), second, digits[1]!);
}

/** The text with every choice of characters at the places. */
function* completions(text: string, places: readonly number[]): Iterable<string> {
  const [at, ...others] = places;
  if (at === undefined) {
    yield text;
    return;
  }
  const letters = /\d/.test(text[at]!) ? "0123456789" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (const letter of letters) yield* completions(replaceAt(text, at, letter), others);
}

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
