import { readSpelledNumber } from "../table/readSpelled.ts";
import type { ColumnSpec } from "./columnSpec.ts";
import { nearest } from "./nearest.ts";
import { listText, quote } from "./quote.ts";

/** A condition on one column: values, a closed range (null bounds are open), missing or present. Dates are epoch ms. */
export type WhereCondition =
  | { readonly column: string; readonly op: "in"; readonly values: readonly (string | number)[] }
  | {
      readonly column: string;
      readonly op: "range";
      readonly min: number | null;
      readonly max: number | null;
    }
  | { readonly column: string; readonly op: "missing" }
  | { readonly column: string; readonly op: "present" };

/** Reads a date as the column writes it; null when it is none. Milliseconds of the wall clock. */
export type DateParser = (text: string, column: ColumnSpec) => number | null;

/** What was wrong with a `--where`, in one sentence. */
export class WhereError extends Error {
  override readonly name = "WhereError";
}

/**
 * The conditions of `--where` options, all of which must hold:
 *
 * | text | meaning |
 * |---|---|
 * | `income=>50K` | this value |
 * | `plan=basic\|gold` | one of these |
 * | `age=30..40`, `age=..40`, `joined=2024-01-01..` | a closed range of numbers or dates |
 * | `plan=` or `plan=missing` | no value |
 * | `plan=present` | any value |
 * | `plan="missing"`, `plan="a\|b"` | exactly what stands between the quotes |
 *
 * @throws WhereError
 */
export function parseWhere(
  texts: readonly string[],
  columns: readonly ColumnSpec[],
  parseDate: DateParser,
): WhereCondition[] {
  const conditions = texts.map((text) => parseOne(text, columns, parseDate));
  const twice = conditions.find((c, i) => conditions.findIndex((d) => d.column === c.column) !== i);
  if (twice !== undefined)
    throw new WhereError(
      `--where names ${quote(twice.column)} twice: join its values with | or give one range`,
    );
  return conditions;
}

function parseOne(text: string, columns: readonly ColumnSpec[], parseDate: DateParser): WhereCondition {
  const { spec, rest } = splitColumn(text, columns);
  const column = spec.name;
  if (spec.role === "drop") fail(text, `column ${quote(column)} is dropped from the output`);
  if (spec.sdtype === "id" || spec.sdtype === "text")
    fail(
      text,
      `column ${quote(column)} is ${spec.sdtype === "id" ? "an id" : "free text"}: it is generated, not learnt`,
    );
  const trimmed = rest.trim();
  if (trimmed === "" || trimmed === "missing") {
    if (spec.missing === "never") fail(text, `column ${quote(column)} is never missing in the output`);
    return { column, op: "missing" };
  }
  if (trimmed === "present") return { column, op: "present" };
  if (spec.sdtype === "numerical" || spec.sdtype === "datetime")
    return parseOrdered(text, spec, trimmed, parseDate);
  const { physical } = spec.format;
  const isRange = spec.format.affix === undefined ? /^[\d.+-]*\.\.[\d.+-]*$/ : /^[^|"]*\.\.[^|"]*$/;
  if ((physical === "integer" || physical === "decimal") && isRange.test(trimmed))
    return parseOrdered(text, { ...spec, sdtype: "numerical", decimals: null }, trimmed, parseDate);
  return { column, op: "in", values: alternatives(rest).map(unquote) };
}

/** The longest column name before an `=`: names may hold `=` themselves. */
function splitColumn(text: string, columns: readonly ColumnSpec[]): { spec: ColumnSpec; rest: string } {
  const ends = [...text.matchAll(/=/g)].map((match) => match.index).reverse();
  if (ends.length === 0) fail(text, "an = is missing; write column=value, such as age=30..40");
  for (const end of ends) {
    const spec = findSpec(columns, text.slice(0, end));
    if (spec !== undefined) return { spec, rest: text.slice(end + 1) };
  }
  const name = text.slice(0, ends[ends.length - 1]).trim();
  const names = columns.map((c) => c.name);
  const guess = nearest(name, names);
  return fail(
    text,
    `there is no column ${quote(name)}: ${guess === undefined ? `the columns are ${listText(names.slice(0, 20))}` : `did you mean ${quote(guess)}?`}`,
  );
}

function findSpec(columns: readonly ColumnSpec[], name: string): ColumnSpec | undefined {
  return columns.find((c) => c.name === name) ?? columns.find((c) => c.name === name.trim());
}

function parseOrdered(text: string, spec: ColumnSpec, rest: string, parseDate: DateParser): WhereCondition {
  const range = /^(.*?)\.\.(.*)$/s.exec(rest);
  if (range === null) {
    const values = alternatives(rest).map((part) => readValue(text, spec, unquote(part.trim()), parseDate));
    for (const value of values) checkInside(text, spec, value, value);
    return { column: spec.name, op: "in", values };
  }
  const [min, max] = [range[1]!, range[2]!].map((part) =>
    part.trim() === "" ? null : readValue(text, spec, unquote(part.trim()), parseDate),
  ) as [number | null, number | null];
  if (min === null && max === null) fail(text, "a range needs a bound: 30..40, 30.. or ..40");
  if (min !== null && max !== null && min > max)
    fail(text, "the range's lower bound is above its upper bound");
  checkInside(text, spec, min, max);
  return { column: spec.name, op: "range", min, max };
}

function readValue(text: string, spec: ColumnSpec, value: string, parseDate: DateParser): number {
  if (spec.sdtype === "datetime") {
    const date = parseDate(value, spec);
    if (date !== null && Number.isFinite(date)) return date;
    return fail(
      text,
      `${quote(value)} is not a date${spec.format.dateFormat === null ? "" : ` written as ${spec.format.dateFormat}`}`,
    );
  }
  const number = readSpelledNumber(value, spec.format);
  return Number.isFinite(number) ? number : fail(text, `${quote(value)} is not a number`);
}

/** A condition no output value can meet is refused here rather than sampled for in vain. */
function checkInside(text: string, spec: ColumnSpec, min: number | null, max: number | null): void {
  const below = max !== null && spec.min !== null && max < spec.min;
  const above = min !== null && spec.max !== null && min > spec.max;
  if (below || above)
    fail(
      text,
      `every value of ${quote(spec.name)} lies between ${shown(spec, spec.min)} and ${shown(spec, spec.max)}`,
    );
  const exact = min !== null && min === max && spec.sdtype === "numerical" && spec.decimals !== null;
  if (exact && Number(min.toFixed(spec.decimals)) !== min)
    fail(
      text,
      `${quote(spec.name)} has ${spec.decimals === 0 ? "whole numbers" : `${spec.decimals} decimals`} only`,
    );
}

function shown(spec: ColumnSpec, bound: number | null): string {
  if (bound === null) return "any bound";
  return spec.sdtype === "datetime"
    ? new Date(bound).toISOString().slice(0, 19).replace("T00:00:00", "")
    : String(bound);
}

/** Split at `|` outside quotes. */
function alternatives(text: string): string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|[^|])+/gs) ?? [];
}

function unquote(text: string): string {
  const quoted = /^\s*"((?:[^"\\]|\\.)*)"\s*$/s.exec(text);
  return quoted === null ? text : quoted[1]!.replace(/\\(.)/gs, "$1");
}

function fail(text: string, why: string): never {
  throw new WhereError(`--where ${text}: ${why}`);
}
