import { once } from "../once.ts";

/** Letters and digits that a pseudonym stays within, by script. A character belongs to one of them at most. */
const alphabets = once((): readonly string[][] => [
  [..."0123456789"],
  [..."abcdefghijklmnopqrstuvwxyz"],
  [..."àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĵķĺļľłńņňōŏőœŕŗřśŝşšţťũūŭůűųŵŷźżžșț"],
  [..."αβγδεζηθικλμνξοπρστυφχψω"],
  [..."абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґ"],
  range(0x5d0, 0x5ea),
  range(0x621, 0x63a),
  range(0x3041, 0x3096),
  range(0x30a1, 0x30fa),
  range(0x4e00, 0x9fff),
  range(0xac00, 0xd7a3),
]);

const hex = [..."0123456789abcdef"];

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCharCode(first + i));
}

/** Letters without a capital of their own: they stay. */
const fixedLetters = new Set(["ß", "ς"]);

interface Place {
  readonly alphabet: number;
  readonly index: number;
}

const places = once(
  () =>
    new Map<string, Place>(
      alphabets().flatMap((letters, alphabet) =>
        letters.map((letter, index) => [letter, { alphabet, index }] as const),
      ),
    ),
);

/** A text taken apart: numbers at its free places, and how other numbers are written there. */
export interface FreePlaces {
  /** 0 … radix − 1 at each free place. */
  readonly numbers: readonly number[];
  readonly radices: readonly number[];
  /** Which alphabets, in order: texts with the same are permuted among themselves. */
  readonly form: string;
  write(numbers: readonly number[]): string;
}

/**
 * The letters and digits of a text from character `keep` on; case, separators and what stands before stay as they are. Null where
 * a letter or digit belongs to no alphabet.
 */
export function freePlaces(text: string, keep = 0): FreePlaces | null {
  const characters = [...text];
  const at: number[] = [];
  const found: Place[] = [];
  const upper: boolean[] = [];
  for (let i = keep; i < characters.length; i++) {
    const lower = characters[i]!.toLowerCase();
    const place = places().get(lower);
    if (place !== undefined) {
      at.push(i);
      found.push(place);
      upper.push(lower !== characters[i]);
    } else if (/[\p{L}\p{N}]/u.test(characters[i]!) && !fixedLetters.has(characters[i]!)) return null;
  }
  return {
    numbers: found.map(({ index }) => index),
    radices: found.map(({ alphabet }) => alphabets()[alphabet]!.length),
    form: characters.slice(0, keep).join("") + found.map(({ alphabet }) => alphabet.toString(36)).join(""),
    write(numbers) {
      const written = [...characters];
      for (const [i, number] of numbers.entries()) {
        const letter = alphabets()[found[i]!.alphabet]![number]!;
        written[at[i]!] = upper[i] ? letter.toUpperCase() : letter;
      }
      return written.join("");
    },
  };
}

/** The hexadecimal digits of a text, lower or upper case throughout. */
export function hexPlaces(text: string): FreePlaces {
  const upper = /[A-F]/.test(text);
  const lower = text.toLowerCase();
  const at = [...lower].flatMap((letter, i) => (hex.includes(letter) ? [i] : []));
  return {
    numbers: at.map((i) => hex.indexOf(lower[i]!)),
    radices: at.map(() => 16),
    form: `x${at.length}`,
    write(numbers) {
      const written = [...lower];
      for (const [i, number] of numbers.entries()) written[at[i]!] = hex[number]!;
      return upper ? written.join("").toUpperCase() : written.join("");
    },
  };
}
