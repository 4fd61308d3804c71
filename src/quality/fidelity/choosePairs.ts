import type { Random } from "../../numerics/random.ts";

/** Most pairs of columns that are compared; of more, as many are drawn at random. */
export const maxComparedPairs = 20_000;

/** Two positions in a list, the smaller first. */
export type Pair = readonly [number, number];

/** All pairs of `count` positions in order, or `limit` of them drawn at random. */
export function choosePairs(count: number, random: Random, limit = maxComparedPairs): Pair[] {
  const all = (count * (count - 1)) / 2;
  const pairs: Pair[] = [];
  if (all <= limit) {
    for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) pairs.push([i, j]);
    return pairs;
  }
  const chosen = new Set<number>();
  while (chosen.size < limit) {
    const [a, b] = [random.below(count), random.below(count)];
    if (a !== b) chosen.add(Math.min(a, b) * count + Math.max(a, b));
  }
  for (const key of [...chosen].sort((a, b) => a - b)) pairs.push([Math.floor(key / count), key % count]);
  return pairs;
}
