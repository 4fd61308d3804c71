import type { Sdtype } from "../table/columnTypes.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";

/** What has to be known of a column to tell whether somebody would predict it. */
export interface TargetCandidate {
  readonly name: string;
  readonly sdtype: Sdtype;
  /** Different values, missing ones not counted. */
  readonly cardinality: number;
  readonly missing: number;
}

/** The column a report predicts when nobody says, of a table as it was read. */
export function suggestTarget(profile: TableProfile): string | undefined {
  return likelyTarget(profile.columns, profile.rows);
}

/**
 * The one rule for configs and reports: the last column with 2 to 20 values, mostly present. Parts of dates (`year`, `weekday`) are
 * few-valued too, but nobody predicts them: only if there is nothing else.
 */
export function likelyTarget(columns: readonly TargetCandidate[], rows: number): string | undefined {
  const fit = columns.filter(
    ({ name, sdtype, cardinality, missing }) =>
      name !== "" && isDiscrete(sdtype) && cardinality >= 2 && cardinality <= 20 && missing < rows / 2,
  );
  return (fit.findLast(({ name }) => !isDatePart(name)) ?? fit.at(-1))?.name;
}

export function isDiscrete(sdtype: Sdtype): boolean {
  return sdtype === "categorical" || sdtype === "boolean";
}

function isDatePart(name: string): boolean {
  return /(^|[^a-z])(year|quarter|month|week|weekday|day|hour)([^a-z]|$)/i.test(name);
}
