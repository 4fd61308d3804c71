import { createHmac } from "node:crypto";
import type { FreePlaces } from "./alphabets.ts";

const rounds = 10;
/** Of the hash for each place: 24 bits keep the remainder even. */
const bytesPerPlace = 3;
const placesPerHash = 10;

/**
 * Other numbers at the free places, one-to-one for texts of one form: an alternating Feistel network over the two halves of the
 * places, with HMAC-SHA-256 of one half added to the other modulo the size of each alphabet (M. Luby, C. Rackoff 1988; NIST SP
 * 800-38G builds format-preserving encryption so).
 */
export function permutedPlaces({ numbers, radices, form }: FreePlaces, key: Buffer): number[] {
  const result = [...numbers];
  const middle = numbers.length >> 1;
  for (let round = 0; round < rounds; round++) {
    const even = round % 2 === 0;
    const [from, to] = even ? [middle, numbers.length] : [0, middle];
    const [start, end] = even ? [0, middle] : [middle, numbers.length];
    const message = `${form}\0${round}\0${result.slice(from, to).join(",")}`;
    addHash(result, radices, { start, end, message, key });
  }
  // one place has no halves: it is shifted
  if (numbers.length === 1) addHash(result, radices, { start: 0, end: 1, message: `${form}\0shift`, key });
  return result;
}

interface Half {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly key: Buffer;
}

function addHash(numbers: number[], radices: readonly number[], { start, end, message, key }: Half): void {
  for (let first = start; first < end; first += placesPerHash) {
    const hash = createHmac("sha256", key).update(`${message}\0${first}`).digest();
    for (let i = first; i < Math.min(end, first + placesPerHash); i++)
      numbers[i] = (numbers[i]! + hash.readUIntBE(bytesPerPlace * (i - first), bytesPerPlace)) % radices[i]!;
  }
}

/** 128 bits of HMAC-SHA-256 as letters and digits, for a text that no alphabet covers: different for different texts but for a chance of 2⁻⁶⁴. */
export function keyedToken(text: string, key: Buffer): string {
  return createHmac("sha256", key).update(`token\0${text}`).digest("hex").slice(0, 32);
}
