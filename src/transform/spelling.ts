import type { ColumnFormat } from "../table/format.ts";

/** A number as its column writes it: fixed decimals, kept point, decimal comma. */
export function spellNumber(value: number, format: ColumnFormat): string {
  let text: string;
  if (format.physical !== "decimal" || format.decimals === null) text = String(value);
  else {
    text = value.toFixed(Math.min(100, format.decimals));
    if (!format.fixedDecimals && format.decimals > 0) {
      text = text.replace(/\.?0+$/, "");
      if (format.keepPoint && !text.includes(".")) text += ".0";
    }
  }
  if (text === "-0") text = "0";
  return format.decimalPoint === "," ? text.replace(".", ",") : text;
}

/** The number a cell stands for, or NaN. */
export function readNumber(text: string): number {
  const trimmed = text.trim();
  if (trimmed === "") return Number.NaN;
  const plain = Number(trimmed);
  return Number.isNaN(plain) && /^[+-]?\d*,\d+$/.test(trimmed) ? Number(trimmed.replace(",", ".")) : plain;
}

/**
 * The wall-clock time a text stands for as epoch ms, or NaN: `format` (strptime-like) first, then ISO 8601
 * (`2024`, `2024-05`, `2024-05-01`, `2024-05-01T10:30[:00[.000]]`).
 */
export function readDatetime(text: string, format: string | null): number {
  const byFormat = format === null ? Number.NaN : readByFormat(text.trim(), format);
  if (!Number.isNaN(byFormat)) return byFormat;
  const m = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?)?)?Z?$/.exec(
    text.trim(),
  );
  if (m === null) return Number.NaN;
  const fraction = m[7] === undefined ? 0 : Number(`0.${m[7]}`) * 1000;
  const [year, month, day] = [Number(m[1]), Number(m[2] ?? 1), Number(m[3] ?? 1)];
  return wallClock(year, month, day, Number(m[4] ?? 0), Number(m[5] ?? 0), Number(m[6] ?? 0)) + fraction;
}

function wallClock(y: number, mo: number, d: number, h: number, mi: number, s: number): number {
  const ms = Date.UTC(y, mo - 1, d, h, mi, s);
  const back = new Date(ms);
  const real = back.getUTCMonth() === mo - 1 && back.getUTCDate() === d && h < 24 && mi < 60 && s < 60;
  return real ? ms : Number.NaN;
}

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const directives: Readonly<Record<string, string>> = {
  Y: "(\\d{4})",
  y: "(\\d\\d)",
  m: "(\\d\\d?)",
  d: "(\\d\\d?)",
  H: "(\\d\\d?)",
  I: "(\\d\\d?)",
  M: "(\\d\\d?)",
  S: "(\\d\\d?)",
  f: "(\\d{1,9})",
  b: "([A-Za-z]{3})",
  B: "([A-Za-z]+)",
  p: "([AaPp][Mm])",
  z: "(Z|[+-]\\d\\d:?\\d\\d)",
};

function readByFormat(text: string, format: string): number {
  const fields: string[] = [];
  const source = format.replace(/%([A-Za-z%])|[.*+?^${}()|[\]\\]/g, (whole, letter?: string) => {
    if (letter === undefined) return `\\${whole}`;
    if (letter === "%") return "%";
    fields.push(letter);
    return directives[letter] ?? "(.*?)";
  });
  const match = new RegExp(`^${source}$`).exec(text);
  if (match === null) return Number.NaN;
  const at: Record<string, string> = {};
  fields.forEach((f, i) => {
    at[f] = match[i + 1]!;
  });
  const short = at["y"] === undefined ? 1970 : Number(at["y"]) + (Number(at["y"]) < 69 ? 2000 : 1900);
  const named = at["b"] ?? at["B"];
  const month =
    named === undefined ? Number(at["m"] ?? 1) : monthNames.indexOf(named.slice(0, 3).toLowerCase()) + 1;
  let hours = Number(at["H"] ?? at["I"] ?? 0);
  if (at["p"] !== undefined) hours = (hours % 12) + (at["p"].toLowerCase() === "pm" ? 12 : 0);
  const year = at["Y"] === undefined ? short : Number(at["Y"]);
  const fraction = at["f"] === undefined ? 0 : Number(`0.${at["f"]}`) * 1000;
  return (
    wallClock(year, month, Number(at["d"] ?? 1), hours, Number(at["M"] ?? 0), Number(at["S"] ?? 0)) + fraction
  );
}
