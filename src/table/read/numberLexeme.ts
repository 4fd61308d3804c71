/** Facts about the number read last by {@link parseNumber}. One shared object: the scanner reads a hundred million cells. */
export const lexeme = {
  value: Number.NaN,
  /** Digits after the point. */
  decimals: 0,
  /** The last of `decimals` is a zero, so the value has been padded (`2.50`, `3.0`). */
  padded: false,
  /** No point, or only zeros after it. */
  whole: true,
  /** More than 15 significant digits, or an exponent. */
  long: false,
  /** Significant digits as written, trailing zeros too. */
  significant: 0,
  /** 0 where no exponent was written, else the byte of `e` or `E`. */
  exponent: 0,
  exponentDigits: 0,
  exponentPlus: false,
  /** 0 where no point was written, else the byte of `.` or `,`. */
  point: 0,
  /** Readable, but not as we would write it: `+5`, `.5`, `5.`, ` 5`. */
  irregular: false,
};

/** Digits behind a plus from which it is a phone number (ITU-T E.164), which would lose its plus. */
const phoneDigits = 9;

const powersOfTen = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);

/**
 * Reads `bytes[start, end)` as a decimal number into {@link lexeme}. False if it is not one, or if reading it as a number
 * would lose what is written: digits with a leading zero (`007`), integers beyond 2^53, phone numbers with a plus (`+33612345678`).
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, decimalComma: boolean): boolean {
  let i = start;
  let last = end;
  while (i < last && bytes[i] === 32) i++;
  while (last > i && bytes[last - 1] === 32) last--;
  let irregular = i !== start || last !== end;
  let negative = false;
  let plus = false;
  if (bytes[i] === 45) {
    negative = true;
    i++;
  } else if (bytes[i] === 43) {
    irregular = true;
    plus = true;
    i++;
  }
  const first = i;
  let mantissa = 0;
  let digits = 0;
  while (i < last) {
    const d = bytes[i]! - 48;
    if (d < 0 || d > 9) break;
    mantissa = mantissa * 10 + d;
    if (mantissa > 0) digits++;
    i++;
  }
  const integerDigits = i - first;
  if (integerDigits > 1 && bytes[first] === 48) return false;
  let decimals = 0;
  let point = 0;
  let lastDigit = 1;
  let whole = true;
  if (i < last && (bytes[i] === 46 || (decimalComma && bytes[i] === 44))) {
    point = bytes[i]!;
    const fraction = ++i;
    while (i < last) {
      const d = bytes[i]! - 48;
      if (d < 0 || d > 9) break;
      mantissa = mantissa * 10 + d;
      if (mantissa > 0) digits++;
      if (d !== 0) whole = false;
      lastDigit = d;
      i++;
    }
    decimals = i - fraction;
    if (decimals === 0 || integerDigits === 0) irregular = true;
  }
  if (integerDigits + decimals === 0) return false;
  let exponent = 0;
  let exponentStart = 0;
  if (i < last && (bytes[i] === 101 || bytes[i] === 69)) {
    exponent = bytes[i]!;
    exponentStart = i + (bytes[i + 1] === 43 || bytes[i + 1] === 45 ? 2 : 1);
    i = endOfDigits(bytes, exponentStart, last);
    if (i === exponentStart) return false;
  }
  if (i !== last) return false;
  if (plus && point === 0 && exponent === 0 && integerDigits >= phoneDigits) return false;
  const exact =
    exponent === 0 &&
    decimals <= 22 &&
    (digits <= 15 || (point === 0 && mantissa <= Number.MAX_SAFE_INTEGER));
  if (!exact && point === 0 && exponent === 0) return false;
  const value = exact ? mantissa / powersOfTen[decimals]! : longValue(bytes, start, last);
  if (!Number.isFinite(value)) return false;
  lexeme.value = exact && negative ? -value : value;
  lexeme.decimals = decimals;
  lexeme.padded = decimals > 0 && lastDigit === 0;
  lexeme.whole = whole && exponent === 0;
  lexeme.long = (digits > 15 && point !== 0) || exponent !== 0;
  lexeme.significant = digits;
  lexeme.exponent = exponent;
  if (exponent !== 0) {
    lexeme.exponentDigits = last - exponentStart;
    lexeme.exponentPlus = bytes[exponentStart - 1] === 43;
  }
  lexeme.point = point;
  lexeme.irregular = irregular;
  return true;
}

function endOfDigits(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && bytes[i]! >= 48 && bytes[i]! <= 57) i++;
  return i;
}

/** The value of a number whose digits or exponent a division cannot give exactly. */
function longValue(bytes: Uint8Array, start: number, end: number): number {
  let text = "";
  for (let k = start; k < end; k++) text += bytes[k] === 44 ? "." : String.fromCharCode(bytes[k]!);
  return Number(text);
}
