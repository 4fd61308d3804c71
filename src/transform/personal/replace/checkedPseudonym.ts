import { freePlaces } from "./alphabets.ts";
import { permutedPlaces } from "./keyedPermutation.ts";

/** The check of numbers of a country. */
export interface NumberCheck {
  passes(text: string): boolean;
}

/**
 * The pseudonym of a number that passes a check, which it passes too. All but the last two places are permuted; a number is then the
 * valid completion of the same place in the list of them. One-to-one: for each place in the list, permuting again until there are so
 * many completions is one-to-one on the numbers that have them.
 */
export function permutedNumber(text: string, key: Buffer, check: NumberCheck): string {
  const limit = Error.stackTraceLimit;
  // the validators throw inside, and a trace for each is most of their time
  Error.stackTraceLimit = 0;
  try {
    const place = completions(text, check).indexOf(text);
    let made = text;
    for (;;) {
      made = permutedPayload(made, key);
      if (made.startsWith("0") !== text.startsWith("0")) continue;
      const valid = completions(made, check);
      if (valid.length > place) return valid[place]!;
    }
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Where the last two letters or digits are. */
function lastPlaces(text: string): readonly [number, number] {
  const at = [...text.matchAll(/[\p{L}\d]/gu)].map(({ index }) => index);
  return [at.at(-2) ?? 0, at.at(-1) ?? 0];
}

function permutedPayload(text: string, key: Buffer): string {
  const [first] = lastPlaces(text);
  const places = freePlaces(text.slice(0, first));
  return places === null ? text : places.write(permutedPlaces(places, key)) + text.slice(first);
}

/** All texts with other last two places that pass, in order. */
function completions(text: string, check: NumberCheck): string[] {
  const [first, second] = lastPlaces(text);
  const found: string[] = [];
  for (const a of lettersFor(text[first]!))
    for (const b of lettersFor(text[second]!)) {
      const made = text.slice(0, first) + a + text.slice(first + 1, second) + b + text.slice(second + 1);
      if (check.passes(made)) found.push(made);
    }
  return found;
}

function lettersFor(character: string): string {
  if (/\d/.test(character)) return "0123456789";
  return character === character.toUpperCase() ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ" : "abcdefghijklmnopqrstuvwxyz";
}
