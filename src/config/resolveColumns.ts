import { firstYearOf, withYears } from "../table/cells/dateDirectives.ts";
import type { ColumnRole, Sdtype } from "../table/columnTypes.ts";
import type { ColumnFormat } from "../table/format.ts";
import type { ColumnProfile, TableProfile } from "../table/profile/tableProfile.ts";
import { kOf } from "../table/protection/kOf.ts";
import { defaultMaxCategories, learnableType } from "./columnDefaults.ts";
import type { ColumnSpec } from "./columnSpec.ts";
import { parseIsoDate } from "./isoDate.ts";
import { earlyReplacements, type PersonalColumn } from "./personal/personalTypes.ts";
import { resolvePersonal } from "./personal/resolvePersonal.ts";
import { type ColumnConfig, columnConfig, type SynthConfig } from "./schema.ts";

/**
 * One spec per column of the file, in its order; what the config leaves open is taken from the profile.
 *
 * @param rows of the whole file, where the profile is of a part of it: they decide what counts as rare
 */
export function resolveColumns(
  config: SynthConfig,
  profile: TableProfile,
  rows = profile.rows,
): ColumnSpec[] {
  return profile.columns.map((column) => resolveColumn(config, column, rows));
}

/** The column a report predicts: `report.target`, else the one with the role `target`. */
export function targetOf(config: SynthConfig): string | undefined {
  return (
    config.report.target ??
    Object.keys(config.columns).find((name) => columnConfig(config, name)?.role === "target")
  );
}

/** Columns whose disclosure is measured: those with the role `sensitive` and those in `report.sensitive`. */
export function sensitiveColumns(config: SynthConfig): string[] {
  const byRole = Object.keys(config.columns).filter(
    (name) => columnConfig(config, name)?.role === "sensitive",
  );
  return [...new Set([...byRole, ...config.report.sensitive])];
}

function resolveColumn(config: SynthConfig, profile: ColumnProfile, rows: number): ColumnSpec {
  const written = columnConfig(config, profile.name) ?? {};
  const personal = fittedAs(resolvePersonal(config, profile), profile, rows);
  // what the entry says of the values is said of the real ones, which are not there any more
  const given = isReplaced(config, profile) ? { ...written, ...ofRealValues } : written;
  const role = roleOf(config, given, profile, personal);
  const sdtype = typeOf(given, role, profile, personal);
  const ranged = sdtype === "numerical" || sdtype === "datetime";
  return {
    name: profile.name,
    sdtype,
    role,
    format: formatOf(given, sdtype, profile.format),
    decimals: sdtype === "numerical" ? (given.decimals ?? profile.format.decimals) : null,
    min: ranged ? boundOf(given.min) : null,
    max: ranged ? boundOf(given.max) : null,
    missing: given.missing ?? "model",
    maxCategories: given.maxCategories ?? defaultMaxCategories,
    minCategoryCount: given.minCategoryCount ?? kOf(rows),
    pattern: given.pattern ?? (sdtype === "id" ? profile.pattern : null),
    ...splitOf(given, sdtype, profile),
    ...(personal !== null && { personal }),
  };
}

const ofRealValues = {
  type: undefined,
  format: undefined,
  decimals: undefined,
  min: undefined,
  max: undefined,
} as const;

/** Whether the values are replaced before anything is fitted. */
export function isReplaced(config: SynthConfig, profile: ColumnProfile): boolean {
  const personal = resolvePersonal(config, profile);
  return personal !== null && earlyReplacements.has(personal.replace);
}

/** Pseudonyms that too few rows share to be emitted are a form only: new ones are invented for the new people. */
function fittedAs(
  personal: PersonalColumn | null,
  { cardinality }: ColumnProfile,
  rows: number,
): PersonalColumn | null {
  if (personal?.replace !== "pseudonym" || personal.type === "freeText") return personal;
  return cardinality * kOf(rows) > rows ? { ...personal, replace: "invent" } : personal;
}

/** Options and parts are for text that is fitted as categories; a config may ask for either, or for the whole text. */
function splitOf(
  given: ColumnConfig,
  sdtype: Sdtype,
  { format, split }: ColumnProfile,
): Pick<ColumnSpec, "split"> {
  if (sdtype !== "categorical" || format.physical !== "text" || given.split === "none") return {};
  if (given.split === "parts") return { split: { by: "parts" } };
  if (given.split === "options" || given.separator !== undefined)
    return {
      split: {
        by: "options",
        separator: given.separator ?? (split?.by === "options" ? split.separator : ";"),
      },
    };
  return split === undefined ? {} : { split };
}

function roleOf(
  config: SynthConfig,
  given: ColumnConfig,
  profile: ColumnProfile,
  personal: PersonalColumn | null,
): ColumnRole {
  if (given.role === "drop" || personal?.replace === "drop") return "drop";
  if (personal?.replace === "invent") return isUnique(profile) ? "id" : "feature";
  if (given.role !== undefined) return given.role;
  if ((given.type ?? profile.sdtype) === "id") return "id";
  if (config.report.target === profile.name) return "target";
  return config.report.sensitive.includes(profile.name) ? "sensitive" : "feature";
}

/** A column of invented values has a different one in every row where the data have. */
function isUnique({ cardinality, rows, missing }: ColumnProfile): boolean {
  return cardinality > 1 && cardinality === rows - missing;
}

function typeOf(
  given: ColumnConfig,
  role: ColumnRole,
  profile: ColumnProfile,
  personal: PersonalColumn | null,
): Sdtype {
  if (role === "id") return "id";
  if (personal?.replace === "invent") return "text";
  if (personal?.replace === "pseudonym" || personal?.replace === "mask")
    return personal.type === "freeText" && personal.replace === "pseudonym" ? profile.sdtype : "categorical";
  if (given.type !== undefined) return given.type;
  return profile.sdtype === "id" && role !== "drop" ? learnableType(profile) : profile.sdtype;
}

function formatOf(given: ColumnConfig, sdtype: Sdtype, format: ColumnFormat): ColumnFormat {
  if (sdtype !== "datetime" || given.format === undefined) return format;
  const { dateForms, ...one } = format;
  const patterns = typeof given.format === "string" ? [given.format] : given.format;
  const dateFormat = patterns[0]!;
  if (dateForms !== undefined && (patterns.length > 1 || dateFormat.endsWith("%z"))) return format;
  const physical = /%-?[HIMSfp]/.test(dateFormat) ? "timestamp" : "date";
  return { ...one, physical, dateFormat: withDetectedYears(dateFormat, format.dateFormat) };
}

/** The format given, with the years that its two digits were read as. */
function withDetectedYears(given: string, detected: string | null): string {
  const firstYear = detected === null ? undefined : firstYearOf(detected);
  return firstYear === undefined || firstYearOf(given) !== undefined ? given : withYears(given, firstYear);
}

function boundOf(bound: number | string | undefined): number | null {
  return typeof bound === "string" ? parseIsoDate(bound) : (bound ?? null);
}
