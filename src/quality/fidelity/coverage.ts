import { finiteOrNull } from "../finite.ts";
import type { NumericSide } from "./ksComplement.ts";
import type { CategorySide } from "./tvComplement.ts";

/** SDMetrics' RangeCoverage: the share of the real range that the other side spans; null when the real side is constant or a side is empty. */
export function rangeCoverage(real: NumericSide, other: NumericSide): number | null {
  const r = real.sorted;
  const s = other.sorted;
  if (r.length === 0 || s.length === 0) return null;
  const low = r[0]!;
  const high = r[r.length - 1]!;
  const width = high - low;
  if (width === 0) return null;
  const short = Math.max((s[0]! - low) / width, 0) + Math.max((high - s[s.length - 1]!) / width, 0);
  return Math.max(0, 1 - short);
}

/** SDMetrics' CategoryCoverage: the share of the real categories that the other side has; null when the real side has none. */
export function categoryCoverage(real: CategorySide, other: CategorySide): number | null {
  let known = 0;
  let covered = 0;
  for (let i = 0; i < real.counts.length; i++) {
    if (real.counts[i] === 0) continue;
    known++;
    if (other.counts[i]! > 0) covered++;
  }
  return finiteOrNull(covered / known);
}
