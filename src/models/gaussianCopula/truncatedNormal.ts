import { normalCdf, normalMass, normalQuantile } from "../../numerics/normal.ts";
import type { Random } from "../../numerics/random.ts";

/** Disjoint ascending closed intervals of a standard normal score: low, high, low, high, … */
export type Intervals = Float64Array;

/**
 * Draws from N(mean, std²) restricted to the intervals, by inversion from two uniforms of `random`. Where all of them lie too far
 * out to have any mass, the nearest end.
 */
export function truncatedNormal(intervals: Intervals, mean: number, std: number, random: Random): number {
  const u = random.uniform();
  const v = random.uniform();
  const draw = (i: number) => {
    const [low, high] = [intervals[i]!, intervals[i + 1]!];
    const z = standardWithin((low - mean) / std, (high - mean) / std, v);
    return z === null ? massless(low, high, mean) : Math.min(Math.max(mean + std * z, low), high);
  };
  if (intervals.length === 2) return draw(0);
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
  return draw(last);
}

function mass(low: number, high: number, mean: number, std: number): number {
  return normalMass((low - mean) / std, (high - mean) / std);
}

/** The standard normal within [a, b] at quantile v; null where it has no mass there. */
function standardWithin(a: number, b: number, v: number): number | null {
  const flip = a > 0;
  const from = normalCdf(flip ? -b : a);
  const to = normalCdf(flip ? -a : b);
  if (!(to > from)) return null;
  const z = normalQuantile(from + v * (to - from));
  return flip ? -z : z;
}

/** The end of an interval without mass that is nearest to the mean. */
function massless(low: number, high: number, mean: number): number {
  return Number.isFinite(low) && (low > mean || !Number.isFinite(high)) ? low : high;
}

/** Points of no width: any of them alike; otherwise the end nearest to the mean. */
function nearestEnd(intervals: Intervals, mean: number, u: number): number {
  const points = intervals.every((_, i) => i % 2 === 1 || intervals[i] === intervals[i + 1]);
  if (points) return intervals[2 * Math.floor((u * intervals.length) / 2)]!;
  return intervals.reduce((a, b) => (Math.abs(b - mean) < Math.abs(a - mean) ? b : a));
}
