import { readdirSync, type Stats, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { type ConfigText, type Finding, locate } from "../jsonc/configText.ts";
import { nearest } from "../jsonc/nearest.ts";
import { own } from "../jsonc/own.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { pathError } from "../table/pathError.ts";
import type { OutputFormat, SynthConfig } from "./schema.ts";

export interface ConfigPaths {
  /** Absolute. */
  readonly source: string;
  /** Absolute. */
  readonly output: string;
  readonly format: OutputFormat;
}

/** Paths of a config, `configPath` being its own absolute path. An absolute path in the config stays as it is. */
export function resolvePaths(config: SynthConfig, configPath: string): ConfigPaths {
  const folder = dirname(configPath);
  const output = config.output.path ?? join("synthetic", outputName(basename(config.source.path)));
  return {
    source: resolve(folder, config.source.path),
    output: resolve(folder, output),
    format: config.output.format ?? formatOf(output) ?? "csv",
  };
}

/** Name of a config without its ending. */
function configName(configPath: string): string {
  return basename(configPath).replace(/\.synth\.json$|\.json$/i, "");
}

/** Where a run puts its model: beside the table, under the config's name. */
export function modelBeside(output: string, configPath: string): string {
  return join(dirname(output), `${configName(configPath)}.synthmodel`);
}

/** Where a comparison of models on a config goes unless told otherwise. */
export function comparisonFolder(configPath: string): string {
  return join(dirname(configPath), `${basename(configPath).replace(/\.synth\.json$/i, "")}-comparison`);
}

/** Name of a file with synthetic rows made from a source of this name: a kind of file that is only read becomes a .csv. */
export function outputName(source: string): string {
  return source.replace(/\.zst$/i, "").replace(/\.xls[xm]$/i, ".csv");
}

/** The ending of a path that the program reads but does not write, or undefined. */
export function unwritableEnding(path: string): string | undefined {
  return /\.(xls[xm]?|zst)$/i.exec(path)?.[0].toLowerCase();
}

export const writableHint = "name a .csv, .csv.gz, .tsv, .parquet, .json or .ndjson file";

/** Format by the ending of a file name (`.gz` aside), undefined when it says nothing. */
export function formatOf(path: string): OutputFormat | undefined {
  return own(endings, extname(path.toLowerCase().replace(/\.gz$/, "")));
}

/**
 * Paths of a valid config with what is wrong about them: source missing or a folder, output that would overwrite source
 * or config. Looks at the disk.
 */
export function configPaths(
  parsed: { readonly config: SynthConfig; readonly source: ConfigText },
  configPath: string,
): ConfigPaths & { readonly diagnostics: readonly Diagnostic[] } {
  const paths = resolvePaths(parsed.config, configPath);
  const findings = [
    ...checkSource(parsed.config.source.path, paths.source),
    ...checkOutput(parsed.config, paths.source, paths.output, configPath),
  ];
  return { ...paths, diagnostics: findings.map((finding) => locate(parsed.source, finding)) };
}

const endings: Readonly<Record<string, OutputFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".tab": "tsv",
  ".parquet": "parquet",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".json": "json",
};

export const formatEndings: readonly string[] = Object.keys(endings);

function checkSource(written: string, source: string): Finding[] {
  const found = statOf(source);
  if (found instanceof Error || (found !== undefined && !found.isFile())) {
    const what =
      found instanceof Error
        ? found.message
        : `${source} is ${found.isDirectory() ? "a folder" : "a pipe or a device"}; name a CSV, TSV, Parquet, Excel, JSON or NDJSON file`;
    return [
      {
        severity: "error",
        code: "missing-file",
        message: `source.path: ${what}`,
        path: ["source", "path"],
        at: "value",
      },
    ];
  }
  if (found !== undefined) return [];
  const path = ["source", "path"];
  const guess = nearest(basename(source), listFolder(dirname(source)));
  const better = guess === undefined ? undefined : written.replace(/[^/\\]*$/, () => guess);
  const hint =
    better === undefined ? "correct the path; it is relative to this config" : `did you mean ${better}?`;
  return [
    {
      severity: "error",
      code: "missing-file",
      message: `source.path: there is no file ${source}: ${hint}`,
      path,
      at: "value",
      ...(better === undefined ? {} : { fix: { title: `Change to ${better}`, value: better } }),
    },
  ];
}

function checkOutput(config: SynthConfig, source: string, output: string, configPath: string): Finding[] {
  const error = (message: string): Finding[] => [
    { severity: "error", code: "output-path", message, path: ["output", "path"], at: "value" },
  ];
  if (sameFile(source, output))
    return error("output.path is the source itself: the synthetic rows would overwrite the real ones");
  if (sameFile(configPath, output)) return error("output.path is this config itself");
  const ending = unwritableEnding(output);
  if (ending !== undefined)
    return error(`output.path: ${ending} files are only read, not written; ${writableHint}`);
  const found = statOf(output);
  if (found instanceof Error) return error(`output.path: ${found.message}`);
  if (found?.isDirectory()) return error(`output.path: ${output} is a folder; name a file in it`);
  if (
    config.output.path !== undefined &&
    config.output.format === undefined &&
    formatOf(output) === undefined
  )
    return [
      {
        severity: "warning",
        code: "output-format",
        message: `the ending of ${basename(output)} tells no format: it is written as CSV; say output.format to choose`,
        path: ["output", "path"],
        at: "value",
      },
    ];
  return [];
}

/** The same path, or two names of one file (links, letter case). */
export function sameFile(a: string, b: string): boolean {
  if (resolve(a) === resolve(b)) return true;
  const [one, two] = [a, b].map(statOf);
  if (one === undefined || two === undefined || one instanceof Error || two instanceof Error) return false;
  return one.ino !== 0 && one.ino === two.ino && one.dev === two.dev;
}

/** What the disk knows of a path; undefined when there is nothing, an error for people when the path is none. */
function statOf(path: string): Stats | Error | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const known = pathError(error, path, "read");
    if (known instanceof Error) return known;
    throw error;
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).slice(0, 10_000);
  } catch {
    return [];
  }
}

/** NAME.synth.json beside the data. */
export function configBeside(data: string): string {
  const name = basename(data).replace(
    /(\.(csv|tsv|tab|txt|parquet|json|ndjson|jsonl|xlsx|xlsm))?(\.(gz|zst))?$/i,
    "",
  );
  return join(dirname(data), `${name}.synth.json`);
}
