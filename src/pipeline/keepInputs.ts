import { existsSync } from "node:fs";
import { basename } from "node:path";
import { modelBeside, sameFile } from "../config/paths.ts";
import { listRuns, runsFolder } from "../runFolder/runFolder.ts";
import type { RunState } from "../runFolder/runState.ts";
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

/** Those of the files about to be written that are there already and that no earlier run of the config wrote. */
export async function foreignFiles(config: string, outputs: readonly string[]): Promise<string[]> {
  const present = outputs.filter((path) => existsSync(path));
  if (present.length === 0) return [];
  const runs = await listRuns(runsFolder(config), config);
  const own = new Set(runs.flatMap(({ state }) => [state.output, modelOf(state)]));
  return present.filter((path) => !own.has(path));
}

/** Where the run put its model; versions that did not write it down put it beside the table under the config's name. */
function modelOf({ modelOutput, output, config }: RunState): string | null {
  if (modelOutput !== undefined || output === null) return modelOutput ?? null;
  return modelBeside(output, config);
}
