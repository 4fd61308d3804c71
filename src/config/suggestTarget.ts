import type { ColumnProfile, TableProfile } from "../table/profile.ts";

/**
 * The column a report predicts when nobody says: the last one with 2 to 20 values, mostly present. Parts of dates
 * (`year`, `weekday`) are few-valued too, but nobody predicts them: only if there is nothing else.
 */
export function suggestTarget(profile: TableProfile): string | undefined {
  const fit = profile.columns.filter(suits);
  return (fit.findLast(({ name }) => !isDatePart(name)) ?? fit.at(-1))?.name;
}

function suits({ name, sdtype, cardinality, missing, rows }: ColumnProfile): boolean {
  const discrete = sdtype === "categorical" || sdtype === "boolean";
  return name !== "" && discrete && cardinality >= 2 && cardinality <= 20 && missing < rows / 2;
}

function isDatePart(name: string): boolean {
  return /(^|[^a-z])(year|quarter|month|week|weekday|day|hour)([^a-z]|$)/i.test(name);
}
