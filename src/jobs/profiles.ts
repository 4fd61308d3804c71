import { z } from "zod";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import { readTable } from "../table/read/read.ts";
import { describeTable } from "../transform/personal/profilePersonal.ts";
import { path } from "./fields.ts";
import type { Job } from "./job.ts";
import { sharedOf } from "./profile.ts";

const input = z.strictObject({ data: path });

/** A profile for who owns the table, and the one that others may see. */
export interface Profiles {
  readonly whole: TableProfile;
  readonly shared: TableProfile;
}

/** Says what each column of a table is, in both forms, and reads the table once. */
export const profilesJob: Job<typeof input, never, Profiles> = {
  input,
  async run({ data }) {
    const loaded = await readTable(data, { sample: { seed: 0 } });
    const whole = describeTable(loaded);
    return { whole, shared: sharedOf(whole, loaded.table) };
  },
};
