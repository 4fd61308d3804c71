import { parseConfig } from "../src/config/parseConfig.ts";
import { resolveColumns } from "../src/config/resolveColumns.ts";
import { profileTable } from "../src/table/profile/profileTable.ts";
import { readTable } from "../src/table/read/read.ts";
import type { ModelTable } from "../src/transform/modelTable.ts";
import { prepare } from "../src/transform/prepare.ts";

/** examples/adult.csv as a model sees it with a default config. */
export async function adultModelTable(): Promise<ModelTable> {
  const path = "examples/adult.csv";
  const loaded = await readTable(path);
  const { config } = parseConfig(JSON.stringify({ version: 1, source: { path } }), "adult.synth.json");
  if (config === undefined || config === null) throw new Error("the default config did not parse");
  return prepare(loaded.table, resolveColumns(config, profileTable(loaded)), { seed: 0 }).data;
}
