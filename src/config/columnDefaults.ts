import type { Sdtype } from "../table/columnTypes.ts";
import type { ColumnProfile } from "../table/profile/tableProfile.ts";

/** Categories kept when the config does not say. */
export const defaultMaxCategories = 1000;

/** What a column is when it must be learned although it looks like an id or free text. */
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
