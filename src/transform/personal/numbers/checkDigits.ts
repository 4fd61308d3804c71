/** Whether the digits end in a valid Luhn check digit (ISO/IEC 7812-1). */
export function passesLuhn(digits: string): boolean {
  return luhnSum(digits, digits.length, false) % 10 === 0;
}

/** The digit that makes the digits before a place of a text and it pass Luhn; what is no digit is passed over. */
export function luhnDigit(text: string, end: number): string {
  return String((10 - (luhnSum(text, end, true) % 10)) % 10);
}

/** The Luhn sum of the digits before a place of a text, the last of them doubled or not. */
function luhnSum(text: string, end: number, doubled: boolean): number {
  let sum = 0;
  let double = doubled;
  for (let i = end - 1; i >= 0; i--) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) continue;
    sum += double ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
    double = !double;
  }
  return sum;
}

/**
 * Remainder by 97 of what stands before a text and the digits and letters (A = 10 … Z = 35, a as A) of it from a place on, as
 * ISO/IEC 7064 reads them; other characters are passed over.
 */
function mod97(text: string, start: number, before = 0): number {
  let rest = before;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const letter = code & ~32;
    if (code > 47 && code < 58) rest = (rest * 10 + code - 48) % 97;
    else if (letter > 64 && letter < 91) rest = (rest * 100 + letter - 55) % 97;
  }
  return rest;
}

/** The two check digits of an IBAN (ISO 13616) of this country, and of the account that stands in a text from a place on. */
export function ibanDigits(country: string, text: string, start = 0): string {
  const digits = 98 - mod97(`${country}00`, 0, mod97(text, start));
  return digits < 10 ? `0${digits}` : String(digits);
}
