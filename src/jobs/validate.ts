import { z } from "zod";
import { validate } from "../pipeline/stages/validate.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { overrides, path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({ config: path, overrides: overrides.default({}) });

export interface Validated {
  readonly rows: number;
  readonly columns: number;
  /** Warnings and infos; errors are thrown. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a config against its table. Writes nothing. */
export const validateJob: Job<typeof input, never, Validated> = {
  input,
  async run({ config, overrides }) {
    const { diagnostics, loaded } = await validate(config, overrides);
    return { rows: loaded.table.rows, columns: loaded.table.columns.length, diagnostics };
  },
};
