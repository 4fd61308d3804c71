import { nearest } from "../jsonc/nearest.ts";
import { listText, quote } from "../jsonc/quote.ts";
import { readSpelledNumber } from "../table/cells/readSpelled.ts";
import type { Condition } from "../table/condition.ts";
import { UserError } from "../table/userError.ts";
import type { ColumnSpec } from "./columnSpec.ts";

/** What a date stands for, in milliseconds of the wall clock: a whole day, month or year, or one moment. Both ends belong to it. */
export interface DatePeriod {
  readonly first: number;
  readonly last: number;
}

/** Reads a date as the column writes it; undefined when it is none. */
export type DateReader = (text: string, column: ColumnSpec) => DatePeriod | undefined;

/** What was wrong with a `--where`, in one sentence. */
export class WhereError extends UserError {
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
 * | `joined=2024-01-31`, `joined=..2024-01` | a bare date is the whole day, month or year; as an upper bound it is included |
 * | `plan=` or `plan=missing` | no value |
 * | `plan=present` | any value |
 * | `plan="missing"`, `plan="a\|b"` | exactly what stands between the quotes |
 *
 * @throws WhereError
 */
export function parseWhere(
  texts: readonly string[],
  columns: readonly ColumnSpec[],
  readDate: DateReader,
): Condition[] {
  const conditions = texts.map((text) => parseOne(text, columns, readDate));
  const twice = conditions.find((c, i) => conditions.findIndex((d) => d.column === c.column) !== i);
  if (twice !== undefined)
    throw new WhereError(
      `--where names ${quote(twice.column)} twice: join its values with | or give one range`,
    );
  return conditions;
}

function parseOne(text: string, columns: readonly ColumnSpec[], readDate: DateReader): Condition {
  const { spec, rest } = splitColumn(text, columns);
  const column = spec.name;
  if (spec.role === "drop") fail(text, `column ${quote(column)} is dropped from the output`);
  if (spec.sdtype === "id" || spec.sdtype === "text")
    fail(
      text,
      `column ${quote(column)} is ${spec.sdtype === "id" ? "an id" : "free text"}: it is generated, not modeled`,
    );
  const trimmed = rest.trim();
  if (trimmed === "" || trimmed === "missing") {
    if (spec.missing === "never") fail(text, `column ${quote(column)} is never missing in the output`);
    return { column, op: "missing" };
  }
  if (trimmed === "present") return { column, op: "present" };
  if (spec.sdtype === "numerical" || spec.sdtype === "datetime")
    return parseOrdered(text, spec, trimmed, readDate);
  const { physical } = spec.format;
  const isRange = spec.format.affix === undefined ? /^[\d.,+-]*\.\.[\d.,+-]*$/ : /^[^|"]*\.\.[^|"]*$/;
  if ((physical === "integer" || physical === "decimal") && isRange.test(trimmed))
    return parseOrdered(text, { ...spec, sdtype: "numerical", decimals: null }, trimmed, readDate);
  return { column, op: "in", values: alternatives(rest).map(unquote) };
}

/** The longest column name before an `=`: names may hold `=` themselves. */
function splitColumn(text: string, columns: readonly ColumnSpec[]): { spec: ColumnSpec; rest: string } {
  const ends = [...text.matchAll(/=/g)].map((match) => match.index).reverse();
  const ordered = /^(.+?)\s*[<>]/s.exec(text);
  if (ends.length === 0 && ordered !== null && findSpec(columns, ordered[1]!) !== undefined)
    fail(text, "there is only =: a range is written column=3.. or column=..7");
  if (ends.length === 0) fail(text, "an = is missing; write column=value, such as age=30..40");
  for (const end of ends) {
    const spec = findSpec(columns, text.slice(0, end));
    if (spec !== undefined) return { spec, rest: text.slice(end + 1) };
  }
  const name = text.slice(0, ends[ends.length - 1]).trim();
  const compared = /^(.*?)\s*[!<>~]$/s.exec(name);
  if (compared !== null && findSpec(columns, compared[1]!) !== undefined)
    fail(text, "there is only =: column=value, column=a|b, and ranges such as column=3.. or column=..7");
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

function parseOrdered(text: string, spec: ColumnSpec, rest: string, readDate: DateReader): Condition {
  const range = /^(.*?)\.\.(.*)$/s.exec(rest);
  const read = (part: string): DatePeriod => readValue(text, spec, unquote(part.trim()), readDate);
  if (range === null) return severalValues(text, spec, alternatives(rest).map(read));
  const min = range[1]!.trim() === "" ? null : read(range[1]!).first;
  const max = range[2]!.trim() === "" ? null : read(range[2]!).last;
  if (min === null && max === null) fail(text, "a range needs a bound: 30..40, 30.. or ..40");
  if (min !== null && max !== null && min > max)
    fail(text, "the range's lower bound is above its upper bound");
  checkInside(text, spec, min, max);
  return { column: spec.name, op: "range", min, max };
}

/** One of these values, or, where they are days, months or years, the time from the first of them to the last. */
function severalValues(text: string, spec: ColumnSpec, periods: readonly DatePeriod[]): Condition {
  for (const { first, last } of periods) checkInside(text, spec, first, last);
  const dayAtMost = spec.format.physical === "date" ? 86_400_000 : 0;
  if (periods.every(({ first, last }) => last - first <= dayAtMost))
    return { column: spec.name, op: "in", values: periods.map(({ first }) => first) };
  const sorted = periods.toSorted((a, b) => a.first - b.first);
  if (sorted.some(({ first }, i) => i > 0 && first - sorted[i - 1]!.last > 1))
    fail(text, "days, months or years joined with | must follow one another; give one of them or a range");
  return { column: spec.name, op: "range", min: sorted[0]!.first, max: sorted.at(-1)!.last };
}

/** A number is a period of no length. */
function readValue(text: string, spec: ColumnSpec, value: string, readDate: DateReader): DatePeriod {
  if (spec.sdtype === "datetime") {
    const date = readDate(value, spec);
    if (date !== undefined && Number.isFinite(date.first)) return date;
    return fail(
      text,
      `${quote(value)} is not a date${spec.format.dateFormat === null ? "" : ` written as ${spec.format.dateFormat}`}`,
    );
  }
  const number = readSpelledNumber(value, spec.format);
  return Number.isFinite(number)
    ? { first: number, last: number }
    : fail(text, `${quote(value)} is not a number`);
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
