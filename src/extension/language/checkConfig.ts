import { dirname, relative } from "node:path";
import { checkColumns } from "../../config/check/checkColumns.ts";
import { type ParsedConfig, parseConfig } from "../../config/parseConfig.ts";
import { configPaths, resolvePaths } from "../../config/paths.ts";
import { readOptions } from "../../config/readOptions.ts";
import type { CheckedRules } from "../../jobs/checkRules.ts";
import { locate } from "../../jsonc/configText.ts";
import { brokenDiagnostics } from "../../pipeline/stages/brokenRules.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import type { ReadOptions } from "../../table/read/readOptions.ts";
import { reason } from "../reason.ts";
import { rulesText } from "./rulesText.ts";

export interface CheckedConfig {
  readonly parsed: ParsedConfig;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of the source; undefined when the config has errors, the source cannot be read or columns were not looked at. */
  readonly profile: TableProfile | undefined;
}

export interface ProfileSource {
  /** @throws Error whose first line says what is wrong with the file */
  get(path: string, options: ReadOptions): Promise<TableProfile>;
  /** How the rules of a config fare on the file, one an entry. @throws Error as `get` does */
  checkRules(path: string, config: string): Promise<CheckedRules>;
}

/** The text alone, and what it says of files: quick, nothing is read but file names. */
export function checkText(text: string, path: string, mayLook: (file: string) => boolean): CheckedConfig {
  const parsed = parseConfig(text, path);
  const { config } = parsed;
  if (config === undefined || !mayLook(resolvePaths(config, path).source))
    return { parsed, diagnostics: parsed.diagnostics, profile: undefined };
  const paths = configPaths({ config, source: parsed.source }, path);
  return { parsed, diagnostics: sorted([...parsed.diagnostics, ...paths.diagnostics]), profile: undefined };
}

/** `checkText`, and the columns against the data, as the command line's validator does. */
export async function checkConfig(
  text: string,
  path: string,
  profiles: ProfileSource,
  mayLook: (file: string) => boolean = () => true,
): Promise<CheckedConfig> {
  const checked = checkText(text, path, mayLook);
  const { config } = checked.parsed;
  if (config === undefined || checked.diagnostics.some((d) => d.severity === "error")) return checked;
  const { source } = resolvePaths(config, path);
  if (!mayLook(source)) return checked;
  try {
    const profile = await profiles.get(source, readOptions(config.source, config.columns));
    const columns = checkColumns(checked.parsed, profile);
    const broken =
      config.rules.length === 0
        ? []
        : brokenDiagnostics(
            checked.parsed,
            await profiles.checkRules(source, rulesText(checked.parsed.value)),
          );
    return { ...checked, profile, diagnostics: sorted([...checked.diagnostics, ...columns, ...broken]) };
  } catch (error) {
    const message = reason(error).replace(source, relative(dirname(path), source));
    const unreadable = locate(checked.parsed.source, {
      severity: "error",
      code: "unreadable-data",
      message,
      path: ["source", "path"],
      at: "value",
    });
    return { ...checked, diagnostics: sorted([...checked.diagnostics, unreadable]) };
  }
}

function sorted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.offset - b.offset);
}
