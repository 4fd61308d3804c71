/** Whether the digits end in a valid Luhn check digit (ISO/IEC 7812-1). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, double = false; i >= 0; i--, double = !double) {
    const digit = digits.charCodeAt(i) - 48;
    sum += double ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
  }
  return sum % 10 === 0;
}

/** The digit that makes `digits` and it pass Luhn. */
export function luhnDigit(digits: string): string {
  for (let digit = 0; digit < 10; digit++) if (passesLuhn(`${digits}${digit}`)) return String(digit);
  return "0";
}

/** Remainder by 97 of a text of digits and letters (A = 10 … Z = 35), as ISO/IEC 7064 reads it. */
function mod97(text: string): number {
  let rest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    rest = code < 58 ? (rest * 10 + code - 48) % 97 : (rest * 100 + code - 55) % 97;
  }
  return rest;
}

/** The two check digits of an IBAN (ISO 13616) of this country and account part. */
export function ibanDigits(country: string, account: string): string {
  return String(98 - mod97(`${account}${country}00`)).padStart(2, "0");
}
