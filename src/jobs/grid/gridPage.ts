import { z } from "zod";
import type { GridAnswer } from "../../protocol/grid.ts";
import type { Job } from "../job.ts";
import { gridOf } from "./gridFiles.ts";
import { gridQuery } from "./gridQuery.ts";

const input = z.strictObject({
  grid: z.string(),
  query: gridQuery,
  offset: z.int().min(0),
  rows: z.int().min(0).max(1000),
});

/** Reads rows of a table that `openGrid` opened in this process. */
export const gridPageJob: Job<typeof input, never, GridAnswer> = {
  input,
  run: ({ grid, query, offset, rows }) => gridOf(grid).page(query, offset, rows),
};
