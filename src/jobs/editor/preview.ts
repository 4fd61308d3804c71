import { z } from "zod";
import { preview } from "../../pipeline/preview.ts";
import type { Preview } from "../../protocol/preview.ts";
import { path } from "../fields.ts";
import type { Job } from "../job.ts";

/** The text may be newer than the file. */
const input = z.strictObject({ text: z.string(), path });

/** Shows what a config may bring: a few rows and their quality by a quick copula. */
export const previewJob: Job<typeof input, never, Preview> = {
  input,
  run: (job, { signal }) => preview(job, signal),
};
