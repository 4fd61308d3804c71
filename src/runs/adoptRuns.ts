import { isAtWork, writeRunState } from "../runFolder/runState.ts";
import { runsOf } from "./pastRun.ts";

/** Runs of a config that was renamed in its folder now belong to its new name; those at work are left alone. */
export async function adoptRuns(from: string, to: string): Promise<number> {
  const runs = (await runsOf(from)).filter((run) => !isAtWork(run.state));
  for (const { folder, state } of runs) await writeRunState(folder.path, { ...state, config: to });
  return runs.length;
}
