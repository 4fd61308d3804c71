import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseConfig } from "../config/parseConfig.ts";
import { comparisonFolder, modelBeside, resolvePaths, sameFile } from "../config/paths.ts";
import { provenancePath } from "../pipeline/provenance.ts";
import { isAtWork } from "../runFolder/runState.ts";
import { fileFingerprint } from "../table/fingerprint.ts";
import { allRuns } from "./findRun.ts";
import type { PastRun } from "./pastRun.ts";

/** What was made from a table. */
export interface MadeFrom {
  readonly runs: readonly PastRun[];
  /** Synthetic tables, models and what stands beside them, that are there. */
  readonly files: readonly string[];
  /** Folders of comparisons of its configs. */
  readonly folders: readonly string[];
  /** Configs that read it; they are a person's own text. */
  readonly configs: readonly string[];
}

/**
 * Everything below `folder` that was made from the source: by the path its configs name, or by its bytes, so that what was made from
 * a copy, or before it was renamed, is found, too.
 */
export async function madeFrom(source: string, folder: string): Promise<MadeFrom> {
  const path = resolve(source);
  const hash = existsSync(path) ? await fileFingerprint(path) : undefined;
  const configs = (await configsBelow(folder, 0)).filter((config) => sameFile(config.source, path));
  const ofConfigs = new Set(configs.map(({ config }) => config));
  const runs: PastRun[] = [];
  for (const run of await allRuns(folder)) {
    const { state } = run;
    const isMade = ofConfigs.has(state.config) || (hash !== undefined && state.dataHash === hash);
    if (isMade || (await sourceOfRun(run)) === path) runs.push(run);
  }
  const files = new Set<string>();
  const add = (file: string): void => {
    if (sameFile(file, path)) return;
    for (const each of [file, provenancePath(file)]) if (existsSync(each)) files.add(each);
  };
  for (const { state } of runs)
    for (const file of [state.output, state.modelOutput]) if (typeof file === "string") add(file);
  for (const { config, output } of configs) {
    add(output);
    add(modelBeside(output, config));
  }
  const folders = configs
    .map(({ config }) => comparisonFolder(config))
    .filter((comparison) => existsSync(join(comparison, "comparison.json")));
  return { runs, files: [...files], folders, configs: [...ofConfigs] };
}

/** Whether some process still works on a run that would be deleted. */
export function runAtWork({ runs }: MadeFrom): PastRun | undefined {
  return runs.find(({ state }) => isAtWork(state));
}

interface ReadConfig {
  readonly config: string;
  readonly source: string;
  readonly output: string;
}

/** The table that a run's own copy of its config names; undefined where it cannot be read. */
async function sourceOfRun({ folder, state }: PastRun): Promise<string | undefined> {
  const read = await readConfig(join(folder.path, "config.synth.json"), state.config);
  return read?.source;
}

async function readConfig(path: string, standsAt: string): Promise<ReadConfig | undefined> {
  try {
    const { config } = parseConfig(await readFile(path, "utf8"), path);
    if (config === undefined) return undefined;
    const { source, output } = resolvePaths(config, standsAt);
    return { config: standsAt, source, output };
  } catch {
    return undefined;
  }
}

const skipped = new Set(["node_modules", ".git", ".syndata"]);
const maxDepth = 6;

async function configsBelow(folder: string, depth: number): Promise<ReadConfig[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: ReadConfig[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile() && /\.synth\.json$/i.test(entry.name)) {
      const read = await readConfig(path, path);
      if (read !== undefined) found.push(read);
    } else if (entry.isDirectory() && !skipped.has(entry.name) && depth < maxDepth)
      found.push(...(await configsBelow(path, depth + 1)));
  }
  return found;
}
