import { existsSync } from "node:fs";
import { basename } from "node:path";
import { sameFile } from "../config/paths.ts";
import { listRuns, runsFolder } from "../runFolder/runFolder.ts";
import { PipelineError } from "./pipelineError.ts";

/** @throws PipelineError when a file about to be written is, under any name, one of those read */
export function keepInputs(
  outputs: readonly (string | undefined)[],
  inputs: readonly (string | undefined)[],
): void {
  for (const output of outputs) {
    if (output === undefined) continue;
    const overwritten = inputs.find((input) => input !== undefined && sameFile(input, output));
    if (overwritten !== undefined)
      throw new PipelineError(`${basename(overwritten)} would be overwritten: name another file to write`);
  }
}

/** Whether the output is there already and no earlier run of the config wrote it. */
export async function replacesForeignFile(plan: {
  readonly configPath: string;
  readonly outputPath: string;
}): Promise<boolean> {
  if (!existsSync(plan.outputPath)) return false;
  const runs = await listRuns(runsFolder(plan.configPath), plan.configPath);
  return !runs.some(({ state }) => state.output === plan.outputPath);
}
