import { basename } from "node:path";
import { checkColumns } from "../../config/check/checkColumns.ts";
import { applyOverrides, nameFlags } from "../../config/overrides.ts";
import { parseConfig } from "../../config/parseConfig.ts";
import { configPaths, formatOf } from "../../config/paths.ts";
import { heldConfig } from "../../config/privacy/withoutFound.ts";
import { learningOptions, readOptions } from "../../config/readOptions.ts";
import type { SynthConfig } from "../../config/schema.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import type { RunOverrides } from "../../protocol/worker.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import { type LoadedTable, readTable } from "../../table/read/read.ts";
import type { ReadOptions } from "../../table/read/readOptions.ts";
import { readPlainText } from "../../table/readPlainText.ts";
import type { Table } from "../../table/table.ts";
import { profilePersonal } from "../../transform/personal/profilePersonal.ts";
import { checkIds } from "../checkIds.ts";
import { PipelineError } from "../pipelineError.ts";
import { replacePersonal } from "../source/replacePersonal.ts";
import { brokenRules } from "./brokenRules.ts";

/** A config that can be run, with the table it is about. */
export interface Plan {
  readonly configPath: string;
  /** Overrides applied, defaults filled in. */
  readonly config: SynthConfig;
  readonly sourcePath: string;
  readonly outputPath: string;
  /** With pseudonyms, masks and coarser values where the config asks for them. */
  readonly loaded: LoadedTable;
  /** As it was read: only the search for real identifiers in the output sees it. */
  readonly identifiers: Table;
  readonly profile: TableProfile;
  /** Warnings and infos. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the config says that a guarantee with a bought domain leaves aside, a sentence each. */
  readonly unused?: readonly string[];
}

/**
 * Reads the config and its table and checks one against the other. Writes nothing.
 * @throws PipelineError with the diagnostics, DataError
 */
export async function validate(configPath: string, overrides: RunOverrides): Promise<Plan> {
  const text = await readConfigText(configPath);
  const parsed = applyOverrides(parseConfig(text, configPath), overrides);
  if (parsed.config === undefined) throw refusal(configPath, parsed.diagnostics);
  const { config, ignored } = heldConfig(parsed.config, overrides.rows);
  const paths = configPaths({ ...parsed, config }, configPath);
  const early = [...parsed.diagnostics, ...nameFlags(paths.diagnostics, overrides)];
  refuseErrors(configPath, early);
  const read = await readTable(paths.source, sourceOptions(config));
  const {
    loaded,
    profile,
    diagnostics: keys,
  } = replacePersonal({ ...parsed, config }, { loaded: read, profile: profilePersonal(read) }, configPath);
  const diagnostics = [...early, ...nameFlags([...checkColumns(parsed, profile), ...keys], overrides)];
  refuseErrors(configPath, diagnostics);
  // whether a private run is refused must not depend on what the rows hold
  const isPrivate = config.privacy !== undefined;
  const broken = isPrivate ? [] : nameFlags(brokenRules(parsed, loaded.table, profile), overrides);
  const ids = isPrivate ? [] : checkIds(parsed, loaded.table, profile);
  refuseErrors(configPath, [...diagnostics, ...broken, ...ids]);
  return {
    configPath,
    config,
    sourcePath: paths.source,
    outputPath: paths.output,
    loaded,
    identifiers: read.table,
    profile,
    diagnostics: [...diagnostics, ...broken],
    unused: ignored.map((what) => `not used, as it may come from the data: ${what}`),
  };
}

/** A guarantee is kept over all rows: which of them a sample holds would depend on the others. */
function sourceOptions({ source, columns, seed, privacy }: SynthConfig): ReadOptions {
  return privacy === undefined ? learningOptions(source, columns, seed) : readOptions(source, columns);
}

async function readConfigText(path: string): Promise<string> {
  const kind = formatOf(path);
  if (kind !== undefined && kind !== "json")
    throw new PipelineError(
      `${path} is a table, not a config; make its config with: syndata init ${basename(path)}`,
    );
  try {
    return await readPlainText(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new PipelineError(`no config at ${path}; make one with: syndata init DATA`);
    if (code === "EACCES" || code === "EPERM")
      throw new PipelineError(`cannot read ${path}: permission denied; change its permissions`);
    if (code === "EISDIR") throw new PipelineError(`${path} is a folder; name a *.synth.json file`);
    throw error;
  }
}

function refuseErrors(configPath: string, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.some((d) => d.severity === "error")) throw refusal(configPath, diagnostics);
}

function refusal(configPath: string, diagnostics: readonly Diagnostic[]): PipelineError {
  const errors = diagnostics.filter((d) => d.severity === "error");
  const guilty = errors.every((d) => d.flag !== undefined) ? "the command line" : configPath;
  return new PipelineError(
    `${guilty} has ${errors.length === 1 ? "1 error" : `${errors.length} errors`}; nothing was run`,
    diagnostics,
  );
}
