import type { Sdtype } from "../table/columnTypes.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import { targetNameRank } from "./targetNames.ts";

/** What has to be known of a column to tell whether somebody would predict it. */
export interface TargetCandidate {
  readonly name: string;
  readonly sdtype: Sdtype;
  /** Different values, missing ones not counted. */
  readonly cardinality: number;
  readonly missing: number;
  /** It is a function of other columns: predicting it shows nothing. */
  readonly determined?: boolean | undefined;
}

export interface SuggestedTarget {
  readonly name: string;
  /** A clause: why this column. */
  readonly because: string;
}

/** Returns the column a report predicts when nobody says, of a table as it was read. */
export function suggestTarget(profile: TableProfile): string | undefined {
  const { determined = [] } = profile;
  const columns = profile.columns.map((column) => ({
    ...column,
    determined: determined.includes(column.name),
  }));
  return likelyTarget(columns, profile.rows)?.name;
}

/**
 * The one rule for configs and reports: among the columns with 2 to 20 values, mostly present, that no other columns determine,
 * the one whose name says that it is predicted (`targetNames.ts`), else the last one. Parts of dates (`year`, `weekday`) and
 * remarks are few-valued too, but nobody predicts them: only if there is nothing else.
 */
export function likelyTarget(columns: readonly TargetCandidate[], rows: number): SuggestedTarget | undefined {
  const fit = columns.filter((column) => !column.determined && isTargetCandidate(column, rows));
  const named = fit
    .map(({ name }) => ({ name, rank: targetNameRank(name) ?? Number.POSITIVE_INFINITY }))
    .reduce((a, b) => (b.rank < a.rank ? b : a), { name: "", rank: Number.POSITIVE_INFINITY });
  if (Number.isFinite(named.rank)) return { name: named.name, because: "by its name" };
  const last = fit.findLast(({ name }) => !isDatePart(name) && !isRemark(name)) ?? fit.at(-1);
  return (
    last && {
      name: last.name,
      because:
        "as the last column of 2 to 20 categories that is no part of a date and that no other column determines",
    }
  );
}

/** Whether somebody might predict the column, as far as its values say. */
export function isTargetCandidate(
  { name, sdtype, cardinality, missing }: TargetCandidate,
  rows: number,
): boolean {
  return name !== "" && isDiscrete(sdtype) && cardinality >= 2 && cardinality <= 20 && missing < rows / 2;
}

export function isDiscrete(sdtype: Sdtype): boolean {
  return sdtype === "categorical" || sdtype === "boolean";
}

function isDatePart(name: string): boolean {
  return /(^|[^a-z])(year|quarter|month|week|weekday|day|hour)([^a-z]|$)/i.test(name);
}

/** What somebody wrote beside a row; German "Note" is a mark, and rarely stands last. */
function isRemark(name: string): boolean {
  return /(?:^|[^a-z])(?:notes?|comments?|remarks?|memo|bemerkung(?:en)?|kommentare?|anmerkung(?:en)?|remarques?|commentaires?|observaciones|comentarios?)(?:[^a-z]|$)/i.test(
    name,
  );
}
