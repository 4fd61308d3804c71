/** The parts of a number written with a prefix, a suffix or separators. */
export interface NumberFrame {
  readonly negative: boolean;
  readonly signFirst: boolean;
  /** Other ways to write a negative number; absent for a minus before it, and for others. */
  readonly style?: "parentheses" | "inner" | "trailing";
  readonly prefix: string;
  /** Digits with their separators, ending in digits. */
  readonly digits: string;
  readonly suffix: string;
}

const frame =
  /^(-?)([^\d\s.,'’-][^\d.,'’-]{0,7})?(-?)(\d(?:[\d.,'’\u0020\u00a0\u202f]*\d)?)([\s\u00a0\u202f]?[^\d\s.,'’-][^\d.,'’-]{0,15})?$/u;

const currencies =
  "USD EUR GBP CHF JPY CNY INR AUD CAD NZD SEK NOK DKK PLN CZK HUF RON BRL MXN ZAR KRW SGD HKD TRY RUB ILS AED SAR THB IDR PHP";

/** Null when the text is not one number with at most a currency before it and a currency, percent sign or unit behind. */
export function readFrame(text: string): NumberFrame | null {
  const parentheses = /^([^()]*)\(([^()]*\d[^()]*)\)([^()]*)$/.exec(text);
  if (parentheses !== null) {
    const [, before, amount, after] = parentheses;
    const style = before === "" && after === "" ? "parentheses" : "inner";
    return negated(plainFrame(`${before}${amount}${after}`), style);
  }
  return text.endsWith("-") ? negated(plainFrame(text.slice(0, -1)), "trailing") : plainFrame(text);
}

/** The currency of an amount of nothing (`$ -`), spaces included, or null. */
export function zeroPrefix(text: string): string | null {
  const [, prefix] = /^(\D{1,6}?[\s\u00a0]?)-$/u.exec(text) ?? [];
  return prefix !== undefined && isCurrency(prefix) ? prefix : null;
}

function negated(frame: NumberFrame | null, style: NonNullable<NumberFrame["style"]>): NumberFrame | null {
  return frame === null || frame.negative ? null : { ...frame, negative: true, style };
}

function plainFrame(text: string): NumberFrame | null {
  const match = frame.exec(text);
  if (match === null) return null;
  const [, before, prefix = "", after, digits, suffix = ""] = match;
  if (before !== "" && after !== "") return null;
  if (prefix !== "" && !isCurrency(prefix)) return null;
  if (suffix !== "" && !isCurrency(suffix) && !/^\s?[\p{L}°µ%‰²³/ ]+$/u.test(suffix)) return null;
  return {
    negative: before !== "" || after !== "",
    signFirst: after === "",
    prefix,
    digits: digits!,
    suffix,
  };
}

function isCurrency(text: string): boolean {
  const name = text.trim();
  return /^\p{L}{0,3}\p{Sc}$/u.test(name) || (/^[A-Z]{3}$/.test(name) && currencies.includes(name));
}
