import { nearest } from "../../jsonc/nearest.ts";

/** `; did you mean X?`, or the first of the known values. */
export function suggest(given: string, known: readonly string[]): string {
  const guess = nearest(given, known.slice(0, 2000));
  return guess === undefined ? listed(known) : `; did you mean ${guess}?`;
}

/** `; it has A, B, … and N more`. */
export function listed(known: readonly string[]): string {
  const more = known.length > 8 ? ` and ${known.length - 8} more` : "";
  return `; it has ${known.slice(0, 8).join(", ")}${more}`;
}
