import type { Clause, Comparison, Rule } from "../../../config/rules/ruleSyntax.ts";
import { columnOf, compareClause, literalOf, numberOf } from "./candidates.ts";
import { type Category, type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";

/** Rows, in a random order, in which a category must change rarely as the number rises. */
const screenedRows = 2000;
const maxBands = 12;
/** Different numbers for each band, at least: fewer are codes, of which a category may be looked up. */
const numbersPerBand = 3;
/** Digits of a plain bound: 18.5, 250. */
const plainDigits = 3;
/** Digits that a bound may have beyond those of the plainest number that enough rows on either side allow. */
const moreDigits = 1;

/** Where a band ends and the next begins: the next has `value` itself unless `after`. */
interface Cut {
  readonly value: number;
  readonly after: boolean;
}

interface Band {
  readonly code: number;
  /** Values of the band's rows, ascending. */
  readonly values: Float64Array;
}

/**
 * `when 18.5 <= bmi < 25 then class = 'normal'`: categories that follow from where a number lies. Each band holds as many rows as a
 * value must that a rule names, and its bounds have few digits: three, or one more than the plainest
 * number that as many rows on either side allow. They tell no value of a single row.
 */
export function findBands(data: DetectData, isTied: (names: readonly string[]) => boolean): Rule[] {
  const flags = new Set(data.flags.map(({ name }) => name));
  const categories = data.categories.filter(
    ({ measured, values }) => !measured && values.length >= 2 && values.length <= maxBands,
  );
  return data.numbers.flatMap((number) => {
    if (flags.has(number.name) || categories.length === 0) return [];
    const screen = sortedRows(number.values.subarray(0, screenedRows));
    if (screen.length < minNamedRows) return [];
    let all: Uint32Array | undefined;
    return categories.flatMap((category) => {
      if (category.name === number.name || isTied([category.name, number.name])) return [];
      if (bandsOf(category, number, screen) === null) return [];
      all ??= sortedRows(number.values);
      return rulesOf(category, number, bandsOf(category, number, all));
    });
  });
}

/** Rows with a number, by its size. */
function sortedRows(values: Float64Array): Uint32Array {
  const rows = Uint32Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]!));
  return rows.sort((a, b) => values[a]! - values[b]!);
}

/** Null where the category changes too often as the number rises, or within one number. */
function bandsOf({ codes }: Category, { values }: NumberColumn, rows: Uint32Array): readonly Band[] | null {
  const starts: number[] = [];
  const present = rows.filter((i) => codes[i]! >= 0);
  for (let at = 0; at < present.length; at++) {
    const own = present[at]!;
    const before = present[at - 1];
    if (before !== undefined && codes[before] === codes[own]) continue;
    if (before !== undefined && values[before] === values[own]) return null;
    if (starts.push(at) > maxBands) return null;
  }
  if (starts.length < 2) return null;
  return starts.map((from, k) => ({
    code: codes[present[from]!]!,
    values: Float64Array.from(present.subarray(from, starts[k + 1]), (i) => values[i]!),
  }));
}

function rulesOf(category: Category, number: NumberColumn, bands: readonly Band[] | null): Rule[] {
  if (bands === null) return [];
  const different = bands.reduce((sum, { values }) => sum + new Set(values).size, 0);
  if (different < numbersPerBand * bands.length) return [];
  const named = Math.max(category.minRows, number.minRows, minNamedRows);
  if (bands.some(({ values }) => values.length < named)) return [];
  const cuts = bands.slice(1).map((band, k) => cutBetween(bands[k]!.values, band.values, named));
  if (cuts.some((cut) => cut === null)) return [];
  return bands.map(({ code }, k) => ({
    kind: "when",
    when: rangeOf(number.name, cuts[k - 1] ?? null, cuts[k] ?? null),
    then: compareClause([columnOf(category.name), literalOf(category.values[code]!)], ["="]),
    repair: false,
  }));
}

/** The plainest number between the largest of some values and the smallest of others; null where it tells too much of single rows. */
function cutBetween(below: Float64Array, above: Float64Array, rows: number): Cut | null {
  const [last, first] = [below.at(-1)!, above[0]!];
  const cuts = [
    { value: plainest(last, first, false), after: false },
    { value: plainest(last, first, true), after: true },
  ].sort((a, b) => digitsOf(a.value) - digitsOf(b.value));
  const coarse = plainest(below.at(-rows)!, above[rows - 1]!, false);
  return digitsOf(cuts[0]!.value) <= Math.max(plainDigits, digitsOf(coarse) + moreDigits) ? cuts[0]! : null;
}

/** The number with the fewest digits above `low`, or not below it where that counts, and up to `high`. */
function plainest(low: number, high: number, withLow: boolean): number {
  if (withLow ? low <= 0 && high > 0 : low < 0 && high >= 0) return 0;
  for (let power = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)))); power > -12; power--) {
    const inUnits = (x: number): number => (power >= 0 ? x / 10 ** power : x * 10 ** -power);
    const exact = Math.round(inUnits(low) * 1e6) / 1e6;
    const tick = withLow ? Math.ceil(exact) : Math.floor(exact) + 1;
    const value = Number(`${tick}e${power}`);
    if (withLow ? value < high : value <= high) return value;
  }
  return high;
}

/** Significant digits of a number as it is written. */
function digitsOf(value: number): number {
  return String(Math.abs(value)).replace(/e.*/, "").replace(".", "").replace(/^0+/, "").replace(/0+$/, "")
    .length;
}

function rangeOf(name: string, low: Cut | null, high: Cut | null): Clause {
  const up = (cut: Cut): Comparison => (cut.after ? "<" : "<=");
  const down = (cut: Cut): Comparison => (cut.after ? "<=" : "<");
  if (low === null) return compareClause([columnOf(name), numberOf(high!.value)], [down(high!)]);
  if (high === null) return compareClause([columnOf(name), numberOf(low.value)], [low.after ? ">" : ">="]);
  return compareClause([numberOf(low.value), columnOf(name), numberOf(high.value)], [up(low), down(high)]);
}
