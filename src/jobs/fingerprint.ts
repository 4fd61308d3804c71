import { z } from "zod";
import { fileFingerprint } from "../table/fingerprint.ts";
import { path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({ data: path });

/** SHA-256 of the file's bytes, as in a run's state. */
export const fingerprintJob: Job<typeof input, never, string> = {
  input,
  run: ({ data }) => fileFingerprint(data),
};
