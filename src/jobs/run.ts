import { z } from "zod";
import { runPipeline } from "../pipeline/runPipeline.ts";
import type { RunEvent } from "../protocol/run.ts";
import { lang, overrides, path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  config: path,
  overrides,
  resume: z.union([z.boolean(), z.string()]),
  lang: lang.exactOptional(),
});

/** Trains a config's model, writes its table, judges it. The result is the exit code; how it ended is the last event. */
export const runJob: Job<typeof input, RunEvent, number> = {
  input,
  run: (job, { emit, signal }) => runPipeline(job, emit, signal),
};
