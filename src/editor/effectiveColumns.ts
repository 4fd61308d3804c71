import { confident, exposureOf } from "../config/personal/personalTypes.ts";
import { resolvePersonal } from "../config/personal/resolvePersonal.ts";
import { resolveColumns } from "../config/resolveColumns.ts";
import {
  columnConfig,
  columnSchema,
  reportSchema,
  type SynthConfig,
  synthConfigSchema,
} from "../config/schema.ts";
import type { EffectiveColumn, EffectivePersonal } from "../protocol/editor.ts";
import type { ColumnProfile, TableProfile } from "../table/profile/tableProfile.ts";

/**
 * What holds for each column of the file. A config with errors counts as far as its parts are sound: one wrong word must
 * not take away the view of the other columns.
 */
export function effectiveColumns(
  config: SynthConfig | undefined,
  value: unknown,
  profile: TableProfile,
): EffectiveColumn[] {
  const sound = config ?? soundParts(value);
  return resolveColumns(sound, profile).map((spec, i) => ({
    type: spec.sdtype,
    role: spec.role,
    missing: spec.missing,
    decimals: spec.decimals,
    maxCategories: spec.maxCategories,
    minCategoryCount: spec.minCategoryCount,
    pattern: spec.pattern,
    format: spec.format.dateFormat,
    personal: effectivePersonal(sound, profile.columns[i]!),
  }));
}

function effectivePersonal(config: SynthConfig, column: ColumnProfile): EffectivePersonal | null {
  const personal = resolvePersonal(config, column);
  if (personal === null) return null;
  const isNamed = columnConfig(config, column.name)?.personal !== undefined;
  const sure = isNamed || column.personal === undefined || column.personal.confidence >= confident;
  return { ...personal, exposure: exposureOf(personal.type), sure };
}

function soundParts(value: unknown): SynthConfig {
  const { columns, report } = (isObject(value) ? value : {}) as Readonly<Record<string, unknown>>;
  const sound: [string, unknown][] = Object.entries(isObject(columns) ? columns : {}).map(([name, entry]) => [
    name,
    soundKeys(entry, (part) => columnSchema.safeParse(part).success),
  ]);
  return synthConfigSchema.parse({
    source: { path: "?" },
    columns: Object.fromEntries(sound.filter(([name]) => name !== "__proto__")),
    report: soundKeys(report, (part) => reportSchema.safeParse(part).success),
  });
}

/** The entries that are valid each by itself. */
function soundKeys(object: unknown, valid: (part: object) => boolean): object {
  if (!isObject(object)) return {};
  if (valid(object)) return object;
  return Object.fromEntries(Object.entries(object).filter(([key, item]) => valid({ [key]: item })));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
