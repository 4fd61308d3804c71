import { dirname } from "node:path";
import type { ParsedConfig } from "../../config/parseConfig.ts";
import { checkPersonal } from "../../config/personal/checkPersonal.ts";
import { earlyReplacements } from "../../config/personal/personalTypes.ts";
import { resolvePersonal } from "../../config/personal/resolvePersonal.ts";
import { columnConfig, type SynthConfig } from "../../config/schema.ts";
import { type Finding, locateAll } from "../../jsonc/configText.ts";
import { quote } from "../../jsonc/quote.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import { profileTable } from "../../table/profile/profileTable.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import type { LoadedTable } from "../../table/read/read.ts";
import { withRepeatedKeys } from "../../transform/entities/repeatedKeys.ts";
import { replaceTable } from "../../transform/personal/replace/replaceTable.ts";
import type { ColumnReplacement } from "../../transform/personal/replace/replaceValues.ts";
import { readKey } from "./readKey.ts";

export interface SourceTable {
  readonly loaded: LoadedTable;
  readonly profile: TableProfile;
}

export interface Replaced extends SourceTable {
  /** Keys that are not there or too short. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The table with its pseudonyms, masks and coarser values in place of the real ones, before anything else sees it. What was found
 * personal in the real values is still said of the columns.
 */
export function replacePersonal(parsed: ParsedConfig, source: SourceTable, configPath: string): Replaced {
  const { config } = parsed;
  // a method that does not fit is reported with the config's other findings
  if (
    config === undefined ||
    checkPersonal(config, source.profile).some(({ severity }) => severity === "error")
  )
    return { ...source, diagnostics: [] };
  const findings: Finding[] = [];
  const replaced = new Map<string, ColumnReplacement>();
  for (const column of source.profile.columns) {
    const personal = resolvePersonal(config, column);
    if (personal === null || !earlyReplacements.has(personal.replace)) continue;
    if (columnConfig(config, column.name)?.role === "drop") continue;
    const key =
      personal.replace === "pseudonym" ? keyOf(config, column.name, dirname(configPath)) : undefined;
    if (typeof key === "string") findings.push(keyProblem(column.name, key));
    else replaced.set(column.name, { ...personal, key, wordsOnly: true });
  }
  if (findings.length > 0) return { ...source, diagnostics: locateAll(parsed.source, findings) };
  return { ...replacedSource(source, replaced), diagnostics: [] };
}

function replacedSource(
  { loaded, profile }: SourceTable,
  replaced: ReadonlyMap<string, ColumnReplacement>,
): SourceTable {
  if (replaced.size === 0) return { loaded, profile };
  const made = replaceTable(loaded, replaced);
  const found = new Map(profile.columns.map(({ name, personal }) => [name, personal]));
  const again = profileTable(made);
  return {
    loaded: made,
    profile: withRepeatedKeys(made.table, {
      ...again,
      columns: again.columns.map((column) => {
        const personal = found.get(column.name);
        return personal === undefined ? column : { ...column, personal };
      }),
    }),
  };
}

function keyOf(config: SynthConfig, name: string, folder: string): Buffer | string {
  const place = columnConfig(config, name)?.key;
  if (place === undefined)
    return 'a pseudonym needs a secret: give "key": "env:NAME" or "file:PATH", never the secret itself';
  return readKey(place, folder);
}

function keyProblem(name: string, problem: string): Finding {
  return {
    severity: "error",
    code: "personal-key",
    message: `column ${quote(name)}: key: ${problem}`,
    path: ["columns", name, "key"],
    at: "value",
  };
}
