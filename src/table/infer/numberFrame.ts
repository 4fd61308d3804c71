/** The parts of a number written with a prefix, a suffix or separators. */
export interface NumberFrame {
  readonly negative: boolean;
  readonly signFirst: boolean;
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
