import { existsSync, statSync } from "node:fs";
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

/** Milliseconds by which the clock of a file system may differ from this machine's. */
const clockMs = 2000;

/** Those of the files about to be written that are there already and that no earlier run of the config left as they are. */
export async function foreignFiles(config: string, outputs: readonly string[]): Promise<string[]> {
  const present = outputs.filter((path) => existsSync(path));
  if (present.length === 0) return [];
  const runs = await listRuns(runsFolder(config), config);
  const isOwn = (path: string, changed: number): boolean =>
    runs.some(
      ({ state }) =>
        (state.output === path || modelOf(state) === path) &&
        changed > Date.parse(state.started) - clockMs &&
        (state.ended === null || changed < Date.parse(state.ended) + clockMs),
    );
  return present.filter((path) => !isOwn(path, statSync(path).mtimeMs));
}

/** Where the run put its model; versions that did not write it down put it beside the table under the config's name. */
function modelOf({ modelOutput, output, config }: RunState): string | null {
  if (modelOutput !== undefined || output === null) return modelOutput ?? null;
  return modelBeside(output, config);
}
