import { z } from "zod";
import type { GridJson } from "../../protocol/notebook.ts";
import type { Job } from "../job.ts";
import { notebookSession } from "./notebookSession.ts";

const input = z.strictObject({ handle: z.string(), offset: z.int().min(0), rows: z.int().min(0) });

/** Reads other rows of a grid of the notebook that this process serves; null when its result is no longer open. */
export const notebookPageJob: Job<typeof input, never, GridJson | null> = {
  input,
  run: async ({ handle, offset, rows }) => notebookSession.results.page(handle, offset, rows) ?? null,
};
