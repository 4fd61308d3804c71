import { isValidIBAN } from "ibantools";
import { ibanDigits, luhnDigit, passesLuhn } from "../numbers/checkDigits.ts";
import { recognizers } from "../numbers/recognizers.ts";
import { type FreePlaces, freePlaces, hexPlaces } from "./alphabets.ts";
import { type NumberCheck, permutedNumber } from "./checkedPseudonym.ts";
import { keyedToken, permutedPlaces } from "./keyedPermutation.ts";

/**
 * The pseudonym of a text under a key. One key gives one pseudonym to a value in every column, table and run; different values
 * have different ones. Form, case and separators stay, check digits are valid where the value's are, an e-mail address gets
 * the reserved ending `.example`. Only the value decides how, not the column it stands in, except for numbers of a country whose
 * check is given. It is pseudonymous, not anonymous: who has the key can find it again.
 */
export function pseudonymOf(text: string, key: Buffer, check?: NumberCheck): string {
  const value = text.normalize("NFC");
  if (check !== undefined) {
    if (check.passes(value)) return permutedNumber(value, key, check);
    return walk(value, key, (made) => !check.passes(made));
  }
  const kind = kinds.find(({ has }) => has(value));
  if (kind !== undefined) return kind.permute(value, key);
  return walk(value, key, (made) => staysPlain(value, made));
}

/** Values of one kind: their pseudonyms are of the same kind. */
interface ValueKind {
  has(text: string): boolean;
  permute(text: string, key: Buffer): string;
}

const kinds: readonly ValueKind[] = [
  {
    has: recognizers.email,
    permute: (text, key) => `${permuted(freePlaces(text.toLowerCase()), text.toLowerCase(), key)}.example`,
  },
  { has: isIban, permute: permutedIban },
  {
    has: (text) => /^\d(?:[ -]?\d){12,18}$/.test(text) && passesLuhn(text.replace(/\D/g, "")),
    permute(text, key) {
      const made = permuted(freePlaces(text.slice(0, -1)), text.slice(0, -1), key);
      return made + luhnDigit(made, made.length);
    },
  },
  { has: (text) => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && recognizers.ip(text), permute: permutedIpV4 },
  {
    has: (text) =>
      !(/[A-F]/.test(text) && /[a-f]/.test(text)) &&
      (recognizers.mac(text) || recognizers.uuid(text) || (text.includes(":") && recognizers.ip(text))),
    permute: (text, key) => permuted(hexPlaces(text), text, key),
  },
  {
    has: (text) => /^(?:\+|00)[1-9]\d/.test(text) && recognizers.phone(text),
    permute: (text, key) => permuted(freePlaces(text, text.startsWith("+") ? 3 : 4), text, key),
  },
];

function permuted(places: FreePlaces | null, text: string, key: Buffer): string {
  return places === null ? keyedToken(text, key) : places.write(permutedPlaces(places, key));
}

/** Permutes again until the result is of the set that the value is of: one-to-one on the set. */
function walk(value: string, key: Buffer, isIn: (made: string) => boolean): string {
  let made = value;
  do made = permuted(freePlaces(made), made, key);
  while (!isIn(made));
  return made;
}

/** Of no kind, and digits keep what makes them the same number when read as one. */
function staysPlain(value: string, made: string): boolean {
  if (kinds.some(({ has }) => has(made))) return false;
  if (!/^\d+$/.test(value)) return true;
  return value.startsWith("0") === made.startsWith("0") && isExact(value) === isExact(made);
}

function isExact(digits: string): boolean {
  return digits.length !== 16 || Number(digits) <= Number.MAX_SAFE_INTEGER;
}

function isIban(text: string): boolean {
  return recognizers.iban(text) && /^[A-Z\d ]+$/.test(text);
}

/** Country kept, account part permuted until the country's own checks pass, check digits computed. */
function permutedIban(text: string, key: Buffer): string {
  const country = text.slice(0, 2);
  let account = text.slice(4);
  for (;;) {
    const places = freePlaces(country + account, 2);
    account = permuted(places, country + account, key).slice(2);
    const bare = account.replaceAll(" ", "");
    const digits = ibanDigits(country, bare);
    if (isValidIBAN(country + digits + bare)) return country + digits + account;
  }
}

function permutedIpV4(text: string, key: Buffer): string {
  const numbers = text.split(".").map(Number);
  return permutedPlaces(
    { numbers, radices: numbers.map(() => 256), form: "ip4", write: (made) => made.join(".") },
    key,
  ).join(".");
}
