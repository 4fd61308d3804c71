import type { ContinuousColumn } from "../modelTable.ts";

/** Share of the present training rows on each end of a column's range, to three decimals. */
export interface EndShares {
  readonly low: number;
  readonly high: number;
}

/** The range of a column without its spikes, as a decoder keeps to it. */
interface Ends {
  readonly low: number;
  readonly high: number;
  /** Half of the unit of the column's decimals: nearer than this, a value is written as the end. 0 = full precision. */
  readonly half: number;
  /** Beyond these, a value is nearer to a spike than to the range. */
  readonly lowest: number;
  readonly highest: number;
}

/** Counts the training rows on the ends of a column's range. NaN = missing. */
export function endShares(column: ContinuousColumn, values: Float64Array): EndShares {
  const { low, high, half } = endsOf(column);
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
 * Brings decoded values into the range of their column, in place. The share of rows on an end does not exceed that of the
 * training rows: as many values beyond an end as the share leaves room for, the farthest first, become the end; the
 * others are reflected at it. Values of spikes stay.
 */
export function keepWithin(values: Float64Array, column: ContinuousColumn, shares: EndShares): void {
  const ends = endsOf(column);
  const { low, high, half, lowest, highest } = ends;
  let present = 0;
  let onLow = 0;
  let onHigh = 0;
  const below: number[] = [];
  const above: number[] = [];
  values.forEach((v, i) => {
    if (Number.isNaN(v)) return;
    present++;
    if (v < low - half) {
      if (v >= lowest) below.push(i);
    } else if (v <= low + half) onLow++;
    if (v > high + half) {
      if (v <= highest) above.push(i);
    } else if (v >= high - half) onHigh++;
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
    if (v < low) values[i] = v >= lowest ? low : Math.max(v, column.min);
    else if (v > high) values[i] = v <= highest ? high : Math.min(v, column.max);
  }
}

function endsOf(column: ContinuousColumn): Ends {
  const { min: low, max: high, below, above } = column.body ?? { ...column, below: null, above: null };
  return {
    low,
    high,
    half: column.decimals === null ? 0 : 0.5 / 10 ** column.decimals,
    lowest: below === null ? Number.NEGATIVE_INFINITY : (below + low) / 2,
    highest: above === null ? Number.POSITIVE_INFINITY : (above + high) / 2,
  };
}

/**
 * Mirrors a value beyond an end until it lies in the range, past the units of both ends: they would be written as the
 * ends. A range without values between its ends gives the nearer end.
 */
function reflect(value: number, { low, high, half }: Ends): number {
  const below = value < low;
  const width = high - low - 2 * half;
  if (!(width > 0)) return below ? low : high;
  const beyond = below ? low - half - value : value - high - half;
  const away = beyond % (2 * width);
  const inside = half + (away > width ? 2 * width - away : away);
  return Math.min(Math.max(below ? low + inside : high - inside, low), high);
}
