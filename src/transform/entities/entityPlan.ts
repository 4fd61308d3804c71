import { z } from "zod";
import type { DistinctColumn } from "./distinctRows.ts";
import type { NearColumn } from "./nearRows.ts";

/** How many rows, or inner entities, one entity has: runs of counts that enough entities share. */
export interface SizeRun {
  readonly min: number;
  readonly max: number;
  /** Entities, rounded. */
  readonly count: number;
}

/** What has several rows in a table: persons, orders, trips. Plain JSON, kept in the model file; holds no value of the data. */
export interface EntityPlan {
  /** The column that names one. */
  readonly key: string;
  /** Columns that are the same in all its rows, the key among them. */
  readonly columns: readonly string[];
  /** Rows of one; where entities are nested in it, how many of those. */
  readonly sizes: readonly SizeRun[];
  /** The rows of one do not follow each other in the data. */
  readonly scattered?: true;
  /** A date whose values lie near each other in all rows of one; of innermost entities only. */
  readonly near?: NearColumn;
  /** What no row of one has in common with another; of innermost entities only. */
  readonly distinct?: readonly DistinctColumn[];
}

export const sizeRunsSchema: z.ZodType<readonly SizeRun[]> = z
  .array(z.strictObject({ min: z.int().min(1), max: z.int().min(1), count: z.number().min(0) }))
  .min(1);

export const entitySchema: z.ZodType<EntityPlan> = z.strictObject({
  key: z.string(),
  columns: z.array(z.string()),
  sizes: sizeRunsSchema,
  scattered: z.literal(true).exactOptional(),
  near: z.strictObject({ column: z.string(), reach: z.number().min(0).max(1) }).exactOptional(),
  distinct: z
    .array(z.strictObject({ column: z.string(), decimals: z.int().min(0).max(6) }))
    .min(1)
    .exactOptional(),
});

/**
 * Rows dealt out to entities at once: the last one of such a part may have fewer rows than meant, and the numbers of entities start anew
 * from that of the part's first row.
 */
export const entityRows = 65_536;

/** The outermost of the entities in which one of the columns is always the same; −1 where there is none. */
export function levelOf(entities: readonly EntityPlan[], ...names: readonly string[]): number {
  return entities.findIndex(({ columns }) => names.some((name) => columns.includes(name)));
}
