import { checkedNumbers } from "../numbers/nationalIds.ts";

/**
 * Forms of national numbers that other numbers are not written in: CPF and RUT with their dots, dates with a serial number of the Nordic
 * countries, AHV numbers, codice fiscale, CURP, and DNI, NIE and National Insurance numbers with their letters.
 */
export const writtenIds =
  /(?<![\p{L}\d.-])(?:\d{3}\.\d{3}\.\d{3}-\d{2}|\d{1,2}\.\d{3}\.\d{3}-[\dKk]|\d{3}-\d{2}-\d{4}|(?:\d{2})?\d{6}[-+A]\d{3}[\dA-Z]|756\.\d{4}\.\d{4}\.\d{2}|[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d|[XYZ]?-?\d{7,8}-?[A-Z]|[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2})(?![\p{L}\d]|[.-]\d)/gu;

/** Words for such numbers in the languages of column names. */
const words =
  "ssn|social security(?: number| no\\.?)?|nino|national insurance(?: number| no\\.?)?|cpf|rg|pesel|nip|bsn|burgerservicenummer|rijksregisternummer|dni|nie|nif|niss|nir|s[ée]curit[ée] sociale|codice fiscale|c\\.?f\\.?|steuer-?(?:id|nummer|identifikationsnummer)|idnr\\.?|svnr\\.?|sv-nummer|sozialversicherungsnummer|versichertennummer|ahv(?:-nr\\.?)?|personnummer|fødselsnummer|fodselsnummer|cpr(?:-nr\\.?)?|hetu|henkilötunnus|aadhaar|pan|curp|rfc|rut|cnp|egn|oib|emšo|tckn|rodné číslo|r\\. ?č\\.|tax id|tin|itin|nhs(?: number| no\\.?)?";

/** A number behind such a word and at most three short ones: `CPF do cônjuge: 390…`, `BSN nr. 123…`. */
export const idsBehindWords = new RegExp(
  `(?<=(?<![\\p{L}\\d])(?:${words})(?:[\\s:.#°º=]+(?:[\\p{L}]{1,12}[\\s:.#°º=]+){0,3}|[\\s]*))[A-Z]{0,6}\\d[A-Z\\d]*(?:[ ./-](?:[A-Z]{0,2}\\d[A-Z\\d]*|[A-Z](?![A-Z]))){0,6}(?![\\p{L}\\d])`,
  "giu",
);

/** The longest part from the start that is a valid number, cut at spaces and separators; the whole text where none is. */
export function idAtStart(text: string): string {
  for (let end = text.length; end > 0; end = text.slice(0, end).search(/[ ./-][^ ./-]*$/))
    if (isNationalId(text.slice(0, end))) return text.slice(0, end);
  return text;
}

/** Whether a number of some country passes its checks, with its date and check digits. */
export function isNationalId(text: string): boolean {
  if (text.replace(/[^\p{L}\d]/gu, "").length < 8) return false;
  const limit = Error.stackTraceLimit;
  // the validators throw inside, and a trace for each is most of their time
  Error.stackTraceLimit = 0;
  try {
    const plain = text.replaceAll(".", "");
    return checkedNumbers.some(({ passes }) => passes(text) || (plain !== text && passes(plain)));
  } finally {
    Error.stackTraceLimit = limit;
  }
}
