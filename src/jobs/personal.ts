import { z } from "zod";
import type { PersonalFinding } from "../config/personal/personalTypes.ts";
import { readTable } from "../table/read/read.ts";
import { detectPersonal } from "../transform/personal/detect/detectPersonal.ts";
import { path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({ data: path });

export interface FoundPersonal {
  readonly findings: readonly PersonalFinding[];
  /** Columns of the table. */
  readonly columns: number;
}

/** Says which columns of a table hold personal data, and why. */
export const personalJob: Job<typeof input, never, FoundPersonal> = {
  input,
  async run({ data }) {
    const { table } = await readTable(data);
    return { findings: detectPersonal(table), columns: table.columns.length };
  },
};
