import type { ColumnProfile, TableProfile } from "../table/profile.ts";

/** The column a report predicts when nobody says: the last one with 2 to 20 values, mostly present. */
export function suggestTarget(profile: TableProfile): string | undefined {
  return profile.columns.findLast(suits)?.name;
}

function suits({ name, sdtype, cardinality, missing, rows }: ColumnProfile): boolean {
  const discrete = sdtype === "categorical" || sdtype === "boolean";
  return name !== "" && discrete && cardinality >= 2 && cardinality <= 20 && missing < rows / 2;
}
