import { existsSync } from "node:fs";
import { listRuns, runsFolder } from "./runFolder.ts";

/** Whether the output is there already and no earlier run of the config wrote it. */
export async function replacesForeignFile(plan: {
  readonly configPath: string;
  readonly outputPath: string;
}): Promise<boolean> {
  if (!existsSync(plan.outputPath)) return false;
  const runs = await listRuns(runsFolder(plan.configPath), plan.configPath);
  return !runs.some(({ state }) => state.output === plan.outputPath);
}
