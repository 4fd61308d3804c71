import { z } from "zod";
import { type Exposure, type PersonalFinding, personalTypes } from "../config/personal/personalTypes.ts";
import { learningOptions } from "../config/readOptions.ts";
import { sourceSchema } from "../config/schema.ts";
import { readTable } from "../table/read/read.ts";
import { detectPersonal } from "../transform/personal/detect/detectPersonal.ts";
import { path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  data: path,
  /** How the table is read. */
  source: sourceSchema.omit({ path: true }).exactOptional(),
});

/** A finding with what it means for the person. */
export interface ExposedFinding extends PersonalFinding {
  /** Words for the type. */
  readonly title: string;
  readonly exposure: Exposure;
}

export interface PersonalFindings {
  readonly rows: number;
  /** How many columns the table has. */
  readonly columns: number;
  /** In the table's order; columns without a finding are absent. */
  readonly findings: readonly ExposedFinding[];
}

/** Says which columns of a table hold personal data, and why. Tells no value. */
export const piiJob: Job<typeof input, never, PersonalFindings> = {
  input,
  async run({ data, source = {} }, { signal }) {
    const { table } = await readTable(data, learningOptions(source, {}));
    signal.throwIfAborted();
    return {
      rows: table.rows,
      columns: table.columns.length,
      findings: detectPersonal(table).map((finding) => {
        const { title, exposure } = personalTypes[finding.type];
        return { ...finding, title, exposure };
      }),
    };
  },
};
