import { isValidIBAN } from "ibantools";
import { passesLuhn } from "./checkDigits.ts";

/** Whether a text as a whole is a value of some kind with grammar or checksum. */
export const recognizers = {
  email: (text: string) =>
    /^[^\s@<>()",;:]{1,64}@[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?(?:\.[\p{L}\d-]+)*\.\p{L}{2,24}$/u.test(text),
  iban: (text: string) =>
    /^[A-Za-z]{2}\d{2}[A-Za-z\d -]{11,36}$/.test(text) && isValidIBAN(compact(text).toUpperCase()),
  paymentCard: (text: string) => {
    const digits = compact(text);
    return (
      /^(?:4\d{12}(?:\d{3})?(?:\d{3})?|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:6011|65\d{2})\d{12}|62\d{14,17}|35\d{14})$/.test(
        digits,
      ) && passesLuhn(digits)
    );
  },
  ip: (text: string) => isIpV4(text) || isIpV6(text),
  mac: (text: string) =>
    /^[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}[\da-f]{2}$|^[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}$/i.test(text),
  url: (text: string) =>
    /^(?:https?|ftp):\/\/[^\s/$.?#][^\s]*$|^www\.[\w-]+(?:\.[\w-]+)+(?:\/\S*)?$/i.test(text),
  uuid: (text: string) => /^\{?[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\}?$/i.test(text),
  secret: (text: string) =>
    /^(?:sk|pk|rk)_(?:live|test)_[\dA-Za-z]{16,}$|^(?:AKIA|ASIA)[\dA-Z]{16}$|^gh[pousr]_[\dA-Za-z]{30,}$|^xox[abprs]-[\dA-Za-z-]{10,}$|^AIza[\w-]{35}$|^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*$|^-----BEGIN [A-Z ]*PRIVATE KEY-----|^glpat-[\w-]{20,}$|^\$2[aby]\$\d\d\$[./\dA-Za-z]{53}$/.test(
      text,
    ),
  bic: (text: string) => /^[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?$/.test(text),
  imei: (text: string) => /^\d{15}$/.test(text) && passesLuhn(text),
  /** `48.1, 11.5`, `(48.1, 11.5)`, or a point in well-known text, which names the longitude first. */
  latLon: (text: string) => {
    const point = /^(?:SRID=\d+;\s*)?POINT\s*\(\s*(-?\d{1,3}\.\d{3,})\s+(-?\d{1,2}\.\d{3,})\s*\)$/i.exec(
      text,
    );
    if (point !== null) return Math.abs(Number(point[1])) <= 180 && Math.abs(Number(point[2])) <= 90;
    const match = /^\(?\s*(-?\d{1,2}\.\d{3,})\s*[,;/ ]\s*(-?\d{1,3}\.\d{3,})\s*\)?$/.exec(text);
    return match !== null && Math.abs(Number(match[1])) <= 90 && Math.abs(Number(match[2])) <= 180;
  },
  /** International form: `+49 170 8545489`, `0049…`, or a national one with separators: `(652) 828-9297`, `030/1234567`. */
  phone: (text: string) => {
    const digits = text.replace(/\D/g, "").length;
    if (digits < 7 || digits > 15 || dateForm.test(text) || /[^\d\s+().\-/xextEXT]/.test(text)) return false;
    if (/^(?:\+|00)[1-9]/.test(text)) return /^[+\d][\d\s().\-/x]*$/.test(text);
    return (
      /^\(\d{2}\)\s?9?\d{4}-\d{4}$/.test(text) ||
      /^(?:1[-. ])?\(?\d{3}\)?[-. ]\s?\d{3}[-. ]\d{4}(?:\s?(?:x|ext)\.?\s?\d+)?$/i.test(text) ||
      /^\(?0\d{1,5}\)?[\s/-]+\d[\d\s/-]{4,}$/.test(text)
    );
  },
  /** Digits that may be a phone number where the column's name says so. */
  looseNumber: (text: string) => {
    const digits = text.replace(/\D/g, "").length;
    return (
      digits >= 6 &&
      !dateForm.test(text) &&
      digits <= 15 &&
      /^[+(]?[\d\s().\-/]+(?:(?:x|ext)\.?\s*\d+)?$/i.test(text)
    );
  },
  postcode: (text: string) =>
    /^(?:[A-Z]{1,2}-?)?\d{3,6}(?:[- ]\d{2,4})?$|^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$|^[A-Z]\d[A-Z] ?\d[A-Z]\d$|^\d{4} ?[A-Z]{2}$/i.test(
      text,
    ),
  street: (text: string) => streetWords.test(text) && /\d/.test(text) && /\p{L}{3}/u.test(text),
} satisfies Record<string, (text: string) => boolean>;

const dateForm = /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?:[ T].*)?$/;

const streetWords =
  /\p{L}(?:stra(?:ss|ß)e|str\.|weg|allee|gasse|platz|ring|damm|ufer|straat|laan|plein|gracht|dijk)\b|\b(?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|court|ct|place|pl|sq|square|hwy|highway|terrace|crescent|parkway|suite|apt|calle|avenida|av|avda|plaza|paseo|rue|impasse|all[ée]e|chemin|quai|via|viale|piazza|corso|rua|travessa|pra[cç]a|largo|ul|ulica|al|aleja|os|pl|jl|jalan|stra(?:ss|ß)e)\b/iu;

/** Without spaces and the usual separators. */
export function compact(text: string): string {
  return text.replace(/[\s.\-/]/g, "");
}

function isIpV4(text: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d{1,5}|\/\d{1,2})?$/.exec(text);
  const parts = match?.slice(1) ?? [];
  return parts.length === 4 && parts.every((part) => Number(part) <= 255 && /^(?:0|[1-9]\d*)$/.test(part));
}

function isIpV6(text: string): boolean {
  if (!/^[\da-f:]{3,39}$/i.test(text) || !text.includes(":")) return false;
  const double = text.split("::");
  if (double.length > 2) return false;
  const groups = double.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return false;
  return double.length === 2 ? groups.length < 8 : groups.length === 8;
}
