import type { Random } from "../../numerics/random.ts";
import { pick } from "../personal/invent/pick.ts";
import type { SizeRun } from "./entityPlan.ts";

/** Counts in runs of at least `minEntities` entities. */
export function sizeRuns(counts: Int32Array, minEntities: number): SizeRun[] {
  const sorted = counts.slice().sort();
  const runs: { min: number; max: number; count: number }[] = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i + 1;
    while (end < sorted.length && (end - i < minEntities || sorted[end] === sorted[end - 1])) end++;
    runs.push({ min: sorted[i]!, max: sorted[end - 1]!, count: end - i });
    i = end;
  }
  const last = runs.at(-1);
  const before = runs.at(-2);
  if (last !== undefined && before !== undefined && last.count < minEntities)
    runs.splice(-2, 2, { min: before.min, max: last.max, count: before.count + last.count });
  return runs;
}

/** Draws numbers of rows per entity. */
export function sizeDrawer(runs: readonly SizeRun[], random: Random): () => number {
  return () => {
    const run = pick(runs, ({ count }) => count, random.uniform())!;
    return Math.max(1, run.min + Math.floor(random.uniform() * (run.max - run.min + 1)));
  };
}
