import type { Clause, Comparison, Rule } from "../../../config/rules/ruleSyntax.ts";
import { columnOf, literalOf, numberOf } from "./candidates.ts";
import { type Category, type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";

const nowhere = { start: 0, end: 0 };
/** Share of the rows of a value of a category that lie on the bound, at least: the edge of a range, not the end of a tail. */
const minOnBound = 0.01;
/** Rows, in a random order, in which values beyond a bound are counted. */
const searchedRows = 4000;

/** The ends of a column in the rows of one value of a category, and how many rows lie on them. */
interface Ends {
  low: number;
  onLow: number;
  high: number;
  onHigh: number;
  rows: number;
}

/** `when a = … then b = …`, `b >= …` or `b <= …` for a number b that goes further in other rows and is not tied to a. */
export function findRanges(data: DetectData, isTied: (names: readonly string[]) => boolean): Rule[] {
  const flags = new Set(data.flags.map(({ name }) => name));
  const numbers = data.numbers.filter(({ name }) => !flags.has(name));
  return data.categories.flatMap((category) =>
    category.measured
      ? []
      : numbers
          .filter(({ name }) => name !== category.name && !isTied([category.name, name]))
          .flatMap((number) => rangesBy(category, number)),
  );
}

function rangesBy(category: Category, number: NumberColumn): Rule[] {
  const rows = number.values.length;
  const few = Math.min(rows, searchedRows);
  const first = endsOf(category, number, few);
  const maySay = first.some((own, k) => {
    if (category.counts[k]! < category.minRows) return false;
    const { below, above, others } = beyond(own, number, category, k);
    const fits = (count: number, on: number) =>
      count * category.counts[k]! >= minNamedRows * others && 3 * on >= minOnBound * own.rows;
    return (
      fits(below, own.onLow) || fits(above, own.onHigh) || fits(below, own.rows) || fits(above, own.rows)
    );
  });
  if (!maySay) return [];
  const ends = few === rows ? first : endsOf(category, number, rows);
  const bound = ends.flatMap((own, k) => {
    const clauses = category.counts[k]! >= category.minRows ? clausesOf(own, number, category, k) : [];
    if (clauses.length === 0) return [];
    return [
      { k, then: clauses.length === 1 ? clauses[0]! : ({ kind: "and", clauses, ...nowhere } as const) },
    ];
  });
  const isFew = bound.length <= Math.max(1, Math.floor(category.values.length / 3));
  if (!isFew && !(bound.length === category.values.length && sayOneThing(bound))) return [];
  return bound.map(({ k, then }) => {
    const when = comparison(category.name, "=", literalOf(category.values[k]!));
    return { kind: "when", when, then, repair: false };
  });
}

/** Whether all bounds are one number, which some values of the category have and others go beyond: sold out and on order 0, in stock more. */
function sayOneThing(bound: readonly { readonly then: Clause }[]): boolean {
  const parts = bound.map(({ then }) => (then.kind === "comparison" ? then : undefined));
  const numbers = new Set(
    parts.map((part) => (part?.terms[1]?.kind === "number" ? part.terms[1].value : Number.NaN)),
  );
  const operators = parts.map((part) => part?.operators[0]);
  return (
    numbers.size === 1 &&
    !numbers.has(Number.NaN) &&
    operators.includes("=") &&
    operators.every((one) => one === "=" || one === ">" || one === "<")
  );
}

function endsOf({ codes, values: kinds }: Category, { values }: NumberColumn, rows: number): Ends[] {
  const ends = kinds.map((): Ends => ({ low: Infinity, onLow: 0, high: -Infinity, onHigh: 0, rows: 0 }));
  for (let i = 0; i < rows; i++) {
    const [code, value] = [codes[i]!, values[i]!];
    if (code < 0 || Number.isNaN(value)) continue;
    const own = ends[code]!;
    own.rows++;
    if (value < own.low) [own.low, own.onLow] = [value, 1];
    else if (value === own.low) own.onLow++;
    if (value > own.high) [own.high, own.onHigh] = [value, 1];
    else if (value === own.high) own.onHigh++;
  }
  return ends;
}

/** Of the first rows with other values of the category, those below and above the ends, and all. */
function beyond(own: Ends, number: NumberColumn, { codes }: Category, k: number) {
  let [below, above, others] = [0, 0, 0];
  for (let i = 0; i < Math.min(codes.length, searchedRows); i++) {
    const value = number.values[i]!;
    if (codes[i] === k || codes[i]! < 0 || Number.isNaN(value)) continue;
    others++;
    if (value < own.low) below++;
    else if (value > own.high) above++;
  }
  return { below, above, others };
}

function clausesOf(own: Ends, number: NumberColumn, category: Category, k: number): Clause[] {
  if (own.rows < number.minRows) return [];
  const { below, above, others } = beyond(own, number, category, k);
  const isSurprising = (count: number) => (count * own.rows) / Math.max(1, others) >= minNamedRows;
  const mayName = (on: number) => on >= number.minRows && on >= minOnBound * own.rows;
  if (own.low === own.high)
    return isSurprising(below + above) && mayName(own.rows)
      ? [comparison(number.name, "=", numberOf(own.low))]
      : [];
  const lower = isSurprising(below)
    ? mayName(own.onLow)
      ? [comparison(number.name, ">=", numberOf(own.low))]
      : beside(number, category, k, (value) => value < own.low).map((v) =>
          comparison(number.name, ">", numberOf(v)),
        )
    : [];
  const upper = isSurprising(above)
    ? mayName(own.onHigh)
      ? [comparison(number.name, "<=", numberOf(own.high))]
      : beside(number, category, k, (value) => value > own.high).map((v) =>
          comparison(number.name, "<", numberOf(v)),
        )
    : [];
  return [...lower, ...upper];
}

/** The only number beyond an end that other values of the category have, where enough rows have it; none where there are several. */
function beside(
  number: NumberColumn,
  { codes }: Category,
  k: number,
  isBeyond: (value: number) => boolean,
): number[] {
  let [found, rows] = [Number.NaN, 0];
  for (let i = 0; i < codes.length; i++) {
    const value = number.values[i]!;
    if (codes[i] === k || codes[i]! < 0 || !isBeyond(value)) continue;
    if (rows > 0 && value !== found) return [];
    found = value;
    rows++;
  }
  return rows >= Math.max(minNamedRows, number.minRows) ? [found] : [];
}

function comparison(name: string, operator: Comparison, right: ReturnType<typeof numberOf>): Clause {
  return { kind: "comparison", terms: [columnOf(name), right], operators: [operator], ...nowhere };
}
