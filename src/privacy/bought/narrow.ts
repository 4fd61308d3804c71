import { narrowingRounds } from "../../config/privacy/domainPlan.ts";

/** Whole numbers from `low` to `high`, with their noisy count. */
export interface Range {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export interface NarrowOptions {
  /** Cells that are counted, as far as is known. */
  readonly cells: number;
  /** Of the noise of a count. */
  readonly sigma: number;
  /** The values lie within, or count as the nearest that does. */
  readonly within: readonly [number, number];
  /** The exact counts of disjoint ranges, with noise: one round of the plan. */
  count(ranges: readonly Omit<Range, "count">[]): Int32Array;
}

/** Ranges a range is split into. */
const parts = 8;
/** Ranges wanted: one with more cells than a share of them is split. */
const wanted = 20;
/** Standard deviations from which on a power of two surely holds something, and those that a range must hold to be split. */
const surely = 4;
const splittable = 8;

/**
 * Finds ranges of about equal count by noisy counts alone: powers of two first, then, round by round, those that hold much and the
 * outermost ones are split into eight. What is nothing but noise at both ends is cut off; values there count as the nearest ones.
 *
 * @returns ascending and without gaps; empty where nothing stands out of the noise
 */
export function narrow(options: NarrowOptions): Range[] {
  const { sigma, cells } = options;
  const much = Math.max(cells / wanted, splittable * sigma);
  let ranges = between(counted(powersOfTwo(options.within), options), ({ count }) => count > surely * sigma);
  for (let round = 1; round < narrowingRounds; round++) {
    const last = ranges.length - 1;
    const isSplit = ({ low, high, count }: Range, i: number) =>
      high > low && count > (i === 0 || i === last ? splittable * sigma : much);
    const split = ranges.map((range, i) => (isSplit(range, i) ? partsOf(range) : undefined));
    const counts = counted(
      split.flatMap((some) => some ?? []),
      options,
    );
    let at = 0;
    ranges = ranges.flatMap((range, i) => {
      const some = split[i];
      if (some === undefined) return [range];
      at += some.length;
      return counts.slice(at - some.length, at);
    });
    ranges = cutEnd(cutEnd(ranges, sigma).reverse(), sigma).reverse();
  }
  return merged(ranges, Math.max(cells / wanted / 1.5, surely * sigma));
}

/** From the first to the last one that `holds`. */
function between(ranges: readonly Range[], holds: (range: Range) => boolean): Range[] {
  const first = ranges.findIndex(holds);
  return first < 0 ? [] : ranges.slice(first, ranges.findLastIndex(holds) + 1);
}

/** Without the ranges at the beginning that hold nothing but noise; all of them where what they hold is scattered. */
function cutEnd(ranges: readonly Range[], sigma: number): Range[] {
  let sum = 0;
  for (const [i, { count }] of ranges.entries()) {
    sum += count;
    if (sum > 3 * sigma * Math.sqrt(i + 1)) return count > 3 * sigma ? ranges.slice(i) : [...ranges];
  }
  return [...ranges];
}

function counted(ranges: readonly Omit<Range, "count">[], { count }: NarrowOptions): Range[] {
  if (ranges.length === 0) return [];
  const noisy = count(ranges);
  return ranges.map((range, i) => ({ ...range, count: noisy[i]! }));
}

/** Zero, 1, 2 … 3, 4 … 7 and so on, and the same below zero; cut to what lies within. */
function powersOfTwo([least, most]: readonly [number, number]): Omit<Range, "count">[] {
  const positive = Array.from({ length: 53 }, (_, bits) => ({ low: 2 ** bits, high: 2 ** (bits + 1) - 1 }));
  const negative = positive.map(({ low, high }) => ({ low: -high, high: -low })).reverse();
  return [...negative, { low: 0, high: 0 }, ...positive]
    .filter(({ low, high }) => high >= least && low <= most)
    .map(({ low, high }) => ({ low: Math.max(low, least), high: Math.min(high, most) }));
}

function partsOf({ low, high }: Range): Omit<Range, "count">[] {
  const width = high - low + 1;
  const count = Math.min(parts, width);
  const start = (i: number) => low + Math.floor((width * i) / count);
  return Array.from({ length: count }, (_, i) => ({ low: start(i), high: start(i + 1) - 1 }));
}

/** Neighbors that hold less than enough become one; a single value that holds enough stays by itself. */
function merged(ranges: readonly Range[], enough: number): Range[] {
  const result: Range[] = [];
  let isOpen = false;
  for (const range of ranges) {
    const before = result.at(-1);
    const isAtom = range.low === range.high && range.count >= enough;
    if (before === undefined || !isOpen || isAtom) result.push(range);
    else result[result.length - 1] = { ...before, high: range.high, count: before.count + range.count };
    isOpen = !isAtom && result.at(-1)!.count < enough;
  }
  const [last, other] = [result.at(-1), result.at(-2)];
  if (last === undefined || other === undefined || last.count >= enough / 2 || other.low === other.high)
    return result;
  return [...result.slice(0, -2), { ...other, high: last.high, count: other.count + last.count }];
}
