import { z } from "zod";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import { protectedProfile } from "../table/protection/protectedProfile.ts";
import { readTable } from "../table/read/read.ts";
import type { Table } from "../table/table.ts";
import { findHolders } from "../transform/entities/findHolders.ts";
import { describeTable } from "../transform/personal/profilePersonal.ts";
import { path } from "./fields.ts";
import type { Job } from "./job.ts";

/** Not a zod record, which leaves out columns named `__proto__`. */
const dateFormats = z.custom<Readonly<Record<string, string | readonly string[]>>>(
  (value) =>
    typeof value === "object" &&
    Object.values(value ?? {})
      .flat()
      .every((v) => typeof v === "string"),
);

const input = z.strictObject({
  data: path,
  /** How a config says its source is read. */
  options: z
    .strictObject({
      delimiter: z.string().exactOptional(),
      header: z.boolean().exactOptional(),
      skip: z.int().exactOptional(),
      quotes: z.boolean().exactOptional(),
      sheet: z.string().exactOptional(),
      missing: z.array(z.string()).readonly().exactOptional(),
      dateFormats: dateFormats.exactOptional(),
    })
    .default({}),
  /** Leaves out examples and every value that fewer rows hold than may be shown to anyone but the owner. */
  shared: z.boolean().default(false),
});

/** Says what each column of a table is, and why. */
export const profileJob: Job<typeof input, never, TableProfile> = {
  input,
  async run({ data, options, shared }) {
    const loaded = await readTable(data, { ...options, sample: { seed: 0 } });
    const profile = describeTable(loaded);
    return shared ? sharedOf(profile, loaded.table) : profile;
  },
};

/** Without examples and what fewer rows hold than may be shown. */
export function sharedOf(profile: TableProfile, table: Table): TableProfile {
  const holders = findHolders(table, profile.columns) ?? undefined;
  const { columns, ...rest } = protectedProfile(profile, table, holders);
  return { ...rest, columns: columns.map((column) => ({ ...column, examples: [] })) };
}
