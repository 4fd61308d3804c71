import { compressValues } from "./weightedPoints.ts";

/**
 * The logarithm of the distance from one end of a column's range, for columns whose values crowd at that end and reach far from
 * it. `offset` (in units of the values) is added to the distance, so that the end itself has a logarithm.
 */
export interface LogScale {
  readonly end: "low" | "high";
  readonly offset: number;
}

/** A strictly increasing map of the real line to itself, and its inverse. */
export interface Scale {
  forward(value: number): number;
  inverse(scaled: number): number;
}

export const linearScale: Scale = { forward: (value) => value, inverse: (scaled) => scaled };

/** The scale of a column whose range is `low` … `high`. Beyond the crowded end it continues as the straight line that touches it there. */
export function scaleOf(
  { end, offset }: LogScale,
  { low, high }: { readonly low: number; readonly high: number },
): Scale {
  const start = Math.log(offset);
  const up = (distance: number) => (distance >= 0 ? Math.log(distance + offset) : start + distance / offset);
  const down = (scaled: number) => (scaled >= start ? Math.exp(scaled) - offset : (scaled - start) * offset);
  return end === "low"
    ? { forward: (value) => up(value - low), inverse: (scaled) => low + down(scaled) }
    : { forward: (value) => -up(high - value), inverse: (scaled) => high - down(-scaled) };
}

/** Skewness from which on a column is scaled; that of an exponential distribution is 2. */
const minSkewness = 2;
/** Values below which skewness is an accident. */
const minValues = 50;
const steps = 40;

/**
 * Decides whether values between `low` and `high` are scaled: those whose skewness is 2 or more (−2 or less), and at most half as large once
 * they are. The offset, to one significant digit, is the one that leaves no skewness, but at least half of `unit`
 * (distance of neighboring values, 0 = none). NaN = missing.
 */
export function fitLogScale(
  values: Float64Array,
  { low, high, unit }: { readonly low: number; readonly high: number; readonly unit: number },
): LogScale | undefined {
  const points = compressValues(values.filter((v) => v >= low && v <= high));
  if (points.total < minValues || !(high > low)) return undefined;
  const { weights, means } = points;
  const plain = skewness(weights, means);
  if (!(Math.abs(plain) >= minSkewness)) return undefined;
  const end = plain > 0 ? "low" : "high";
  const distances = means.map((v) => (end === "low" ? v - low : high - v));
  const remaining = (offset: number) =>
    skewness(
      weights,
      distances.map((d) => Math.log(Math.max(0, d) + offset)),
    );
  let [from, to] = [Math.log(Math.max(unit / 2, (high - low) * 1e-9)), Math.log(high - low)];
  if (remaining(Math.exp(from)) < 0)
    for (let step = 0; step < steps; step++) {
      const middle = (from + to) / 2;
      if (remaining(Math.exp(middle)) < 0) from = middle;
      else to = middle;
    }
  const offset = Number(Math.exp(from).toPrecision(1));
  return Math.abs(remaining(offset)) <= Math.abs(plain) / 2 ? { end, offset } : undefined;
}

/** Third standardized moment; 0 where nothing varies. */
function skewness(weights: Float64Array, values: Float64Array): number {
  let [total, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    total += weights[i]!;
    sum += weights[i]! * values[i]!;
  }
  const mean = sum / total;
  let [second, third] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const away = values[i]! - mean;
    second += weights[i]! * away * away;
    third += weights[i]! * away * away * away;
  }
  return second === 0 ? 0 : third / total / (second / total) ** 1.5;
}
