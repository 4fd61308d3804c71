import type { ContinuousColumn } from "../modelTable.ts";
import { linearScale, type Scale } from "./logScale.ts";

/** Share of the present training rows on each end of a column's range, to three decimals. */
export interface EndShares {
  readonly low: number;
  readonly high: number;
}

/** The range of a column without its spikes, as a decoder keeps to it. */
export interface Ends {
  readonly low: number;
  readonly high: number;
  /** Values below the first and above the second are written as the end they are near. */
  readonly insideLow: number;
  readonly insideHigh: number;
  /** Beyond these, a value is nearer to a spike than to the range. */
  readonly lowest: number;
  readonly highest: number;
  /** The range with its spikes. */
  readonly min: number;
  readonly max: number;
}

/** The ends of a column, on a scale. */
export function endsOf(column: ContinuousColumn, { forward }: Scale = linearScale): Ends {
  const { min: low, max: high, below, above } = column.body ?? { ...column, below: null, above: null };
  const half = halfUnit(column);
  return {
    low: forward(low),
    high: forward(high),
    insideLow: forward(low + half),
    insideHigh: forward(high - half),
    lowest: below === null ? Number.NEGATIVE_INFINITY : forward((below + low) / 2),
    highest: above === null ? Number.POSITIVE_INFINITY : forward((above + high) / 2),
    min: forward(column.min),
    max: forward(column.max),
  };
}

/** Half of the unit of a column's decimals: nearer than this, a value is written as another. 0 = full precision. */
function halfUnit({ decimals }: ContinuousColumn): number {
  return decimals === null ? 0 : 0.5 / 10 ** decimals;
}

/** Counts the training rows on the ends of a column's range. NaN = missing. */
export function endShares(column: ContinuousColumn, values: Float64Array): EndShares {
  const { low, high } = endsOf(column);
  const half = halfUnit(column);
  const counts = { present: 0, low: 0, high: 0 };
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    counts.present++;
    if (Math.abs(v - low) <= half) counts.low++;
    if (Math.abs(v - high) <= half) counts.high++;
  }
  const share = (n: number) => Math.round((1000 * n) / Math.max(1, counts.present)) / 1000;
  return { low: share(counts.low), high: share(counts.high) };
}

/**
 * Brings decoded values into a range, in place. The share of rows on an end does not exceed that of the training rows: of the values that
 * would be written as an end as many as the share leaves room for, the farthest first, become it; the others are reflected
 * into the range. Values of spikes, and those that are an end exactly, stay.
 */
export function keepWithin(values: Float64Array, ends: Ends, shares: EndShares): void {
  const { low, high, insideLow, insideHigh, lowest, highest } = ends;
  let present = 0;
  let onLow = 0;
  let onHigh = 0;
  const below: number[] = [];
  const above: number[] = [];
  values.forEach((v, i) => {
    if (Number.isNaN(v)) return;
    present++;
    if (v === low) onLow++;
    else if (v < insideLow && v >= lowest) below.push(i);
    if (v === high) onHigh++;
    else if (v > insideHigh && v <= highest) above.push(i);
  });
  below.sort((i, j) => values[i]! - values[j]! || i - j);
  above.sort((i, j) => values[j]! - values[i]! || i - j);
  const lowRoom = Math.max(0, Math.round(shares.low * present) - onLow);
  const highRoom = Math.max(0, Math.round(shares.high * present) - onHigh);
  below.forEach((row, rank) => {
    values[row] = rank < lowRoom ? low : reflect(values[row]!, ends);
  });
  above.forEach((row, rank) => {
    values[row] = rank < highRoom ? high : reflect(values[row]!, ends);
  });
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (v < low) values[i] = v >= lowest ? low : Math.max(v, ends.min);
    else if (v > high) values[i] = v <= highest ? high : Math.min(v, ends.max);
  }
}

/** Mirrors a value beyond what is inside until it lies there. A range without values between its ends gives the nearer end. */
function reflect(value: number, { low, high, insideLow, insideHigh }: Ends): number {
  const below = value < insideLow;
  const width = insideHigh - insideLow;
  if (!(width > 0)) return below ? low : high;
  const beyond = below ? insideLow - value : value - insideHigh;
  const away = beyond % (2 * width);
  const inside = away > width ? 2 * width - away : away;
  return Math.min(Math.max(below ? insideLow + inside : insideHigh - inside, low), high);
}
