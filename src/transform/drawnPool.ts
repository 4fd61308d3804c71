import { z } from "zod";
import type { Random } from "../numerics/random.ts";
import { firstAbove } from "../numerics/search.ts";
import { codesOf } from "../table/codes.ts";
import type { Column } from "../table/table.ts";
import { type SizeRun, sizeRunsSchema } from "./entities/entityPlan.ts";
import { minRowsPerValue } from "./entities/findPersons.ts";
import { sizeDrawer, sizeRuns } from "./entities/sizes.ts";

/** Values that stand in several rows: how many there are, and in how many rows each. */
export interface Pool {
  readonly size: number;
  readonly runs: readonly SizeRun[];
}

export const poolSchema = z.strictObject({ size: z.int().min(1).max(1e8), runs: sizeRunsSchema });

/** The pool of a column's values; null where hardly any stands in two rows, unless `always`. */
export function poolOf(column: Column, always = false): Pool | null {
  const { codes, distinct } = codesOf(column);
  const counts = new Int32Array(distinct);
  let present = 0;
  for (const code of codes)
    if (code >= 0) {
      counts[code]!++;
      present++;
    }
  if (distinct === 0 || (!always && present < minRowsPerValue * distinct)) return null;
  return {
    size: distinct < 20 ? distinct : Number(distinct.toPrecision(2)),
    runs: sizeRuns(counts, Math.min(5, distinct)),
  };
}

/** Maps a uniform number to a member of the pool, who come as often as the runs say. */
export function poolIndex({ size, runs }: Pool, random: Random): (x: number) => number {
  const draw = sizeDrawer(runs, random.fork("pool"));
  const cumulative = new Float64Array(size);
  let total = 0;
  for (let i = 0; i < size; i++) cumulative[i] = total += draw();
  return (x) => firstAbove(cumulative, x * total);
}
