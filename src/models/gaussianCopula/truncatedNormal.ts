import { normalCdf, normalMass, normalQuantile } from "../../numerics/normal.ts";

/** Disjoint ascending closed intervals of a standard normal score: low, high, low, high, … */
export type Intervals = Float64Array;

/**
 * Draws from N(mean, std²) restricted to the intervals, by inversion from two uniforms. Where all of them lie too far
 * out to have any mass, the nearest end.
 */
export function truncatedNormal(
  intervals: Intervals,
  mean: number,
  std: number,
  u: number,
  v: number,
): number {
  if (intervals.length === 2) return within(intervals[0]!, intervals[1]!, mean, std, v);
  let total = 0;
  for (let i = 0; i < intervals.length; i += 2) total += mass(intervals[i]!, intervals[i + 1]!, mean, std);
  if (!(total > 0)) return nearestEnd(intervals, mean, u);
  let left = u * total;
  let last = 0;
  for (let i = 0; i < intervals.length; i += 2) {
    const m = mass(intervals[i]!, intervals[i + 1]!, mean, std);
    if (m > 0) last = i;
    if (left < m) break;
    left -= m;
  }
  return within(intervals[last]!, intervals[last + 1]!, mean, std, v);
}

function mass(low: number, high: number, mean: number, std: number): number {
  return normalMass((low - mean) / std, (high - mean) / std);
}

function within(low: number, high: number, mean: number, std: number, v: number): number {
  const a = (low - mean) / std;
  const b = (high - mean) / std;
  const flip = a > 0;
  const from = normalCdf(flip ? -b : a);
  const to = normalCdf(flip ? -a : b);
  if (!(to > from)) return Number.isFinite(low) && (a > 0 || !Number.isFinite(high)) ? low : high;
  const z = normalQuantile(from + v * (to - from));
  const x = mean + std * (flip ? -z : z);
  return Math.min(Math.max(x, low), high);
}

/** Points of no width: any of them alike; otherwise the end nearest to the mean. */
function nearestEnd(intervals: Intervals, mean: number, u: number): number {
  const points = intervals.every((_, i) => i % 2 === 1 || intervals[i] === intervals[i + 1]);
  if (points) return intervals[2 * Math.floor((u * intervals.length) / 2)]!;
  return intervals.reduce((a, b) => (Math.abs(b - mean) < Math.abs(a - mean) ? b : a));
}
