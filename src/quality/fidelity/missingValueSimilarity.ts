import { finiteOrNull } from "../finite.ts";

/** 1 − |share missing in real − share missing in synthetic|; null for an empty table. */
export function missingValueSimilarity(
  rows: number,
  present: number,
  otherRows: number,
  otherPresent: number,
): number | null {
  return finiteOrNull(1 - Math.abs((rows - present) / rows - (otherRows - otherPresent) / otherRows));
}
