import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { likelyPattern } from "../../../table/infer/idPattern.ts";
import type { Column } from "../../../table/table.ts";
import { luhnDigit } from "../../personal/numbers/checkDigits.ts";

/** Checks by the last character: GS1 (EAN, UPC, GTIN, SSCC, ISBN-13), Luhn (ISO/IEC 7812-1) and ISBN-10 (ISO 2108, which ends in X for ten). */
export const checkNames = ["gs1", "luhn", "isbn10"] as const;
export type CheckName = (typeof checkNames)[number];

const digitOf: Readonly<Record<CheckName, (payload: string) => string>> = {
  gs1: (payload) => String((10 - (weighted(payload, (place) => (place % 2 === 0 ? 3 : 1)) % 10)) % 10),
  luhn: (payload) => luhnDigit(payload, payload.length),
  isbn10: (payload) => {
    const digit = (11 - (weighted(payload, (place) => place + 2) % 11)) % 11;
    return digit === 10 ? "X" : String(digit);
  },
};

/** Sum of the digits of a text, each times the weight of its place, counted from the right. */
function weighted(text: string, weight: (place: number) => number): number {
  let [sum, place] = [0, 0];
  for (let i = text.length - 1; i >= 0; i--) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) sum += digit * weight(place++);
  }
  return sum;
}

/** Different values that must be looked at, and the share of them that must pass: one in ten passes by chance. */
const minValues = 20;
const minShare = 0.99;
const minDigits = 7;

/** The check that the ids pass; undefined where there is none. */
export function checkOf(values: readonly string[]): CheckName | undefined {
  if (values.length < minValues) return undefined;
  return checkNames.find((name) => {
    let allowed = Math.floor((1 - minShare) * values.length);
    return values.every((value) => passes(name, value) || allowed-- > 0);
  });
}

function passes(name: CheckName, value: string): boolean {
  const payload = value.slice(0, -1);
  const digits = value.replace(/\D/g, "").length;
  const isLong = name === "isbn10" ? digits + (value.endsWith("X") ? 1 : 0) === 10 : digits >= minDigits;
  return isLong && digitOf[name](payload) === value.at(-1);
}

/** The ids without their check digits, and how those are described; undefined where they have none, or a person has written their pattern. */
export function withoutCheck(
  column: Column,
  spec: ColumnSpec,
): { readonly check: CheckName; readonly column: Column; readonly spec: ColumnSpec } | undefined {
  if (column.kind === "datetime" || !mayHaveCheck(column, spec)) return undefined;
  const values = valuesOf(column);
  const check = checkOf(values);
  if (check === undefined) return undefined;
  const isFree = spec.pattern === null || /^\\d\+$/.test(spec.pattern);
  if (!isFree && spec.pattern !== likelyPattern(values)) return undefined;
  const payloads = values.map((value) => value.slice(0, -1));
  return {
    check,
    column: payloadColumn(column),
    spec: isFree ? spec : { ...spec, pattern: likelyPattern(payloads) },
  };
}

/** Numbers that stay exact, and within their type, with any last digit. */
function mayHaveCheck(column: Exclude<Column, { kind: "datetime" }>, { format }: ColumnSpec): boolean {
  const limit = /^U?INTEGER$/.test(format.fileType ?? "") ? 1e9 : 1e15;
  return (
    column.kind === "string" ||
    column.values.every((v) => Number.isNaN(v) || (Number.isInteger(v) && v >= 0 && v < limit))
  );
}

function valuesOf(column: Exclude<Column, { kind: "datetime" }>): string[] {
  if (column.kind === "number")
    return [...new Set(column.values.filter((v) => !Number.isNaN(v)))].map(String);
  const used = new Set(column.codes);
  return column.dictionary.filter((_, code) => used.has(code));
}

/** The column without the last characters of its values. */
export function payloadColumn(column: Column): Column {
  if (column.kind !== "string") return { ...column, values: column.values.map((v) => Math.floor(v / 10)) };
  const index = new Map<string, number>();
  const codeOf = column.dictionary.map((text) => {
    const payload = text.slice(0, -1);
    const known = index.get(payload) ?? index.size;
    index.set(payload, known);
    return known;
  });
  return {
    ...column,
    codes: column.codes.map((code) => (code < 0 ? code : codeOf[code]!)),
    dictionary: [...index.keys()],
  };
}

/** The ids with the check digits that make them pass. */
export function withCheck(column: Column, check: CheckName | undefined): Column {
  if (check === undefined || column.kind === "datetime") return column;
  const complete = (payload: string) => payload + digitOf[check](payload);
  return column.kind === "string"
    ? { ...column, dictionary: column.dictionary.map(complete) }
    : { ...column, values: column.values.map((v) => (Number.isNaN(v) ? v : Number(complete(String(v))))) };
}
