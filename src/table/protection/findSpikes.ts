import { kthPlace, type ValueRuns } from "./valueRuns.ts";

/** Values at one end of a column that may stand apart from it. */
const maxSpikes = 8;
/** A spike lies further from the rest than this share of the rest's own width. */
const apart = 0.25;
/** Values the rest must have where k rows hold its extreme: codes such as 1, 2, 3, 9 are no measure with a sentinel. */
const minBody = 10;
const minRest = 3;
/** The rest has at least so many values for each spike: more of the column must be measure than sentinels. */
const bodyPerSpike = 2;
/** A spike lies further from the rest than so many mean steps between the rest's own values: the next count is no sentinel. */
const stepsApart = 2;

/**
 * Places of sentinel values (−1, 999, 9999-12-31): held by at least `k` rows each, and far beyond the k-th value of the
 * rest at that end. They are no extremes of a measure, but values of their own.
 */
export function findSpikes(runs: ValueRuns, k: number): Set<number> {
  const spikes = new Set<number>();
  for (let before = -1; spikes.size !== before; ) {
    before = spikes.size;
    for (const end of ["high", "low"] as const)
      for (const place of spikesAt(runs, k, end, spikes)) spikes.add(place);
  }
  return spikes;
}

function spikesAt(runs: ValueRuns, k: number, end: "low" | "high", known: ReadonlySet<number>): number[] {
  const size = runs.values.length;
  const heavy: number[] = [];
  for (let i = 0; i < size && heavy.length < maxSpikes; i++) {
    const place = end === "low" ? i : size - 1 - i;
    if (runs.counts[place]! >= k && !known.has(place)) heavy.push(place);
  }
  let found = 0;
  const apartFromBody = new Set(known);
  let rows = runs.total;
  for (const place of known) rows -= runs.counts[place]!;
  for (let j = 1; j <= heavy.length; j++) {
    apartFromBody.add(heavy[j - 1]!);
    rows -= runs.counts[heavy[j - 1]!]!;
    const n = size - apartFromBody.size;
    const outermost = kthPlace(runs, 1, end, apartFromBody);
    const isOpen = outermost >= 0 && runs.counts[outermost]! < k;
    if (n < Math.max(isOpen ? minRest : minBody, bodyPerSpike * j) || rows < 2 * k) break;
    const first = kthPlace(runs, k, "low", apartFromBody);
    const last = kthPlace(runs, k, "high", apartFromBody);
    const low = runs.values[first]!;
    const high = runs.values[last]!;
    const left = [...apartFromBody].filter((place) => place > first && place < last).length;
    const spike = runs.values[heavy[j - 1]!]!;
    const gap = end === "low" ? low - spike : spike - high;
    const step = (high - low) / (last - first - left);
    if (high > low && gap > Math.max(apart * (high - low), stepsApart * step)) found = j;
  }
  return heavy.slice(0, found);
}
