import type { Sdtype } from "../table/columnTypes.ts";
import type { ColumnProfile } from "../table/profile/tableProfile.ts";

/** Categories kept when the config does not say. */
export const defaultMaxCategories = 1000;

/**
 * Rows that must share a category, or reach an extreme value, for it to be emitted when the config does not say:
 * 5 from 500 rows on, 2 from 100 rows on, else 1. A value only a handful of people have can give one of them away; a
 * small table has few rows of anything.
 */
export function defaultMinCategoryCount(rows: number): number {
  if (rows >= 500) return 5;
  return rows >= 100 ? 2 : 1;
}

/** What a column is when it must be learnt although it looks like an id or free text. */
export function learnableType(profile: ColumnProfile): Sdtype {
  if (profile.sdtype !== "id" && profile.sdtype !== "text") return profile.sdtype;
  switch (profile.format.physical) {
    case "integer":
    case "decimal":
      return "numerical";
    case "date":
    case "timestamp":
      return "datetime";
    default:
      return "categorical";
  }
}
