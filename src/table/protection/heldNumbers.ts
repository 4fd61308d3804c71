import { Random } from "../../numerics/random.ts";
import { lowerBound } from "../../numerics/search.ts";
import { gridOf } from "../cells/gridOf.ts";
import { findSpikes } from "./findSpikes.ts";
import { HeldCounts, type Holders, personIn } from "./holders.ts";
import { kOf } from "./kOf.ts";

/** How often values are drawn again, from neighbors twice as far each time. */
const passes = 8;

/**
 * The numbers (NaN = missing) with those drawn again that k rows hold and too few persons: evenly between the values around them, on
 * the column's grid; and with the rows of a few persons beyond those of all others moved within. All missing where too few persons
 * have a value. The same array where nothing is to be done, and always the same numbers.
 */
export function heldNumbers(values: Float64Array, k: number, holders: Holders | undefined): Float64Array {
  if (k < 2 || holders === undefined || holders.distinct < 2) return values;
  const present = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const rule: Rule = { k, least: Math.min(k, kOf(present)), holders };
  if (present >= k && !areHeld(values, rule, () => true))
    return new Float64Array(values.length).fill(Number.NaN);
  let out = within(within(values, rule, 1), rule, -1);
  for (let pass = 0; pass < passes; pass++) {
    const next = drawnApart(out, rule, 2 ** pass);
    if (next === out) return out;
    out = next;
  }
  return toHeld(out, rule);
}

interface Rule {
  readonly k: number;
  /** Rows from which on a model may keep a value: fewer than k in a sparse column of a long table. */
  readonly least: number;
  readonly holders: Holders;
}

/** Whether enough persons have one of the values. */
function areHeld(values: Float64Array, { k, holders }: Rule, has: (value: number) => boolean): boolean {
  const needed = Math.min(k, holders.distinct);
  const persons = new Set<number>();
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row]!) || !has(values[row]!)) continue;
    if (persons.add(personIn(holders, row)).size >= needed) return true;
  }
  return false;
}

interface Runs {
  /** Different values, ascending. */
  readonly values: Float64Array;
  readonly rows: Float64Array;
  /** Rows as they may be told: fewer than `least` where too few persons hold the value. */
  readonly told: Float64Array;
}

function runsOf(values: Float64Array, { k, least, holders }: Rule): Runs {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  let size = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[size - 1]) sorted[size++] = sorted[i]!;
  const different = sorted.slice(0, size);
  const counts = new HeldCounts(size, k, holders);
  for (let row = 0; row < values.length; row++)
    if (!Number.isNaN(values[row]!)) counts.add(lowerBound(different, values[row]!), row);
  const { rows } = counts;
  const told = counts.told().map((count, at) => (count >= k ? count : Math.min(rows[at]!, least - 1)));
  return { values: different, rows, told };
}

/** The rows beyond the outermost value that enough persons reach moved to it and the next one inside; sentinels stay. */
function within(values: Float64Array, rule: Rule, end: 1 | -1): Float64Array {
  const runs = runsOf(values, rule);
  const total = runs.told.reduce((sum, count) => sum + count, 0);
  const spikes = findSpikes({ values: runs.values, counts: runs.told, total }, rule.k);
  const body = runs.values.filter((_, at) => !spikes.has(at));
  const inBody = (value: number) => !spikes.has(lowerBound(runs.values, value));
  const place = (i: number) => (end === 1 ? body.length - 1 - i : i);
  const isReached = (i: number) =>
    areHeld(values, rule, (value) => (value - body[place(i)]!) * end >= 0 && inBody(value));
  if (body.length < 2 || isReached(0)) return values;
  let [low, high] = [0, body.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isReached(middle)) high = middle;
    else low = middle + 1;
  }
  const bound = body[place(low)]!;
  const inside = body[place(Math.min(low + 1, body.length - 1))]!;
  const moved: number[] = [];
  for (let row = 0; row < values.length; row++)
    if ((values[row]! - bound) * end > 0 && inBody(values[row]!)) moved.push(row);
  if (moved.length < rule.least) return values;
  const grid = gridOf(runs.values);
  moved.sort((a, b) => (values[b]! - values[a]!) * end || a - b);
  const out = Float64Array.from(values);
  moved.forEach((row, i) => {
    const share = (i + 0.5) / moved.length;
    out[row] = bound + Math.round((share * (inside - bound)) / grid) * grid;
  });
  return out;
}

/** Every value that too few persons hold drawn again between those `reach` places before and after it. */
function drawnApart(values: Float64Array, rule: Rule, reach: number): Float64Array {
  const runs = runsOf(values, rule);
  const isFew = runs.rows.map((rows, at) => Number(rows >= rule.least && runs.told[at]! < rule.least));
  if (!isFew.includes(1)) return values;
  const grid = gridOf(runs.values);
  const random = new Random(reach);
  const out = Float64Array.from(values);
  const last = runs.values.length - 1;
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row]!)) continue;
    const at = lowerBound(runs.values, values[row]!);
    if (isFew[at] === 0) continue;
    const low = runs.values[Math.max(0, at - reach)]!;
    const high = runs.values[Math.min(last, at + reach)]!;
    out[row] = low + Math.round((random.uniform() * (high - low)) / grid) * grid;
  }
  return out;
}

/** What is still held by too few moved to the nearest value that is not; as it is where there is none. */
function toHeld(values: Float64Array, rule: Rule): Float64Array {
  const { values: different, rows, told } = runsOf(values, rule);
  const held = different.filter((_, at) => told[at]! >= rule.k);
  if (held.length === 0) return values;
  return values.map((value) => {
    if (Number.isNaN(value)) return value;
    const at = lowerBound(different, value);
    if (rows[at]! < rule.least || told[at]! >= rule.least) return value;
    const above = lowerBound(held, value);
    const [low, high] = [
      held[above - 1] ?? Number.NEGATIVE_INFINITY,
      held[above] ?? Number.POSITIVE_INFINITY,
    ];
    return value - low <= high - value ? low : high;
  });
}
