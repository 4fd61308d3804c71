import { z } from "zod";
import { runNotebook } from "../../notebook/runNotebook.ts";
import type { NotebookEvent } from "../../protocol/notebook.ts";
import { path } from "../fields.ts";
import type { Job } from "../job.ts";
import { notebookSession } from "./notebookSession.ts";

const cell = z.int().min(0);

const input = z.strictObject({
  path,
  cells: z.array(z.strictObject({ kind: z.string(), text: z.string() })).readonly(),
  run: z.array(cell).readonly().exactOptional(),
  fresh: z.array(cell).readonly().exactOptional(),
  keepGoing: z.boolean().exactOptional(),
});

/** Runs cells of a workflow notebook; query results stay open for `notebookPage`. The result is the exit code. */
export const notebookJob: Job<typeof input, NotebookEvent, number> = {
  input,
  run: (job, { emit, signal }) => runNotebook(job, emit, signal, notebookSession),
};
