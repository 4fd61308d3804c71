import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseConfig } from "../config/parseConfig.ts";
import { comparisonFolder, modelBeside, resolvePaths, sameFile } from "../config/paths.ts";
import { provenancePath } from "../pipeline/provenance.ts";
import { shareablePaths } from "../pipeline/writeReport.ts";
import { isAtWork } from "../runFolder/runState.ts";
import { fileFingerprint } from "../table/fingerprint.ts";
import { readPlainText } from "../table/readPlainText.ts";
import { filesBelow } from "./filesBelow.ts";
import { allRuns } from "./findRun.ts";
import { notebooksOf, sampledFrom } from "./madeLater.ts";
import type { PastRun } from "./pastRun.ts";

/** What was made from a table. */
export interface MadeFrom {
  readonly runs: readonly PastRun[];
  /** Synthetic tables, models and what stands beside them, that are there. */
  readonly files: readonly string[];
  /** Folders of comparisons of its configs, of parts sampled from its models, and of what its notebooks keep. */
  readonly folders: readonly string[];
  /** Configs that read it; they are a person's own text. */
  readonly configs: readonly string[];
}

/**
 * Everything below `folder` that was made from the source: by the path its configs and notebooks name, or by its bytes, so that what was made from
 * a copy, or before it was renamed, is found, too.
 */
export async function madeFrom(source: string, folder: string): Promise<MadeFrom> {
  const path = resolve(source);
  const hash = existsSync(path) ? await fileFingerprint(path) : undefined;
  const configs = (await configsBelow(folder)).filter((config) => sameFile(config.source, path));
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
    for (const each of [file, provenancePath(file), ...Object.values(shareablePaths(file))])
      if (existsSync(each)) files.add(each);
  };
  for (const { state } of runs)
    for (const file of [state.output, state.modelOutput]) if (typeof file === "string") add(file);
  for (const { config, output } of configs) {
    add(output);
    add(modelBeside(output, config));
  }
  const comparisons = configs
    .map(({ config }) => comparisonFolder(config))
    .filter((comparison) => existsSync(join(comparison, "comparison.json")));
  const notebooks = await notebooksOf(path, folder);
  const models = [
    ...[...files].filter((file) => /\.synthmodel$/i.test(file)),
    ...runs.map((run) => join(run.folder.path, "model.synthmodel")),
    ...(await modelsIn(notebooks.folders)),
  ];
  const sampled = await sampledFrom(models, folder);
  for (const file of [...notebooks.files, ...sampled.files]) add(file);
  const folders = [...comparisons, ...notebooks.folders, ...sampled.folders];
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
    const { config } = parseConfig(await readPlainText(path), path);
    if (config === undefined) return undefined;
    const { source, output } = resolvePaths(config, standsAt);
    return { config: standsAt, source, output };
  } catch {
    return undefined;
  }
}

async function configsBelow(folder: string): Promise<ReadConfig[]> {
  const paths = await filesBelow(folder, /\.synth\.json$/i);
  const read = await Promise.all(paths.map((path) => readConfig(path, path)));
  return read.filter((config) => config !== undefined);
}

async function modelsIn(folders: readonly string[]): Promise<string[]> {
  return (await Promise.all(folders.map((folder) => filesBelow(folder, /\.synthmodel$/i)))).flat();
}
