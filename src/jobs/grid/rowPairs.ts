import { z } from "zod";
import { rowPairs } from "../../pipeline/rowPairs.ts";
import type { RowPairs } from "../../protocol/gridView.ts";
import { path } from "../fields.ts";
import type { Job } from "../job.ts";

const input = z.strictObject({ real: path, synthetic: path, config: path });

/** Finds the nearest real row of each synthetic one. */
export const rowPairsJob: Job<typeof input, never, RowPairs> = {
  input,
  run: (job, { signal }) => rowPairs(job, signal),
};
