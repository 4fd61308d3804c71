import type { Week } from "./forecast.ts";
import type { Feature } from "./schema.ts";

const dayMs = 86_400_000;

/**
 * Counts finished and added features in whole weeks before `today`, the oldest first, from the first day on which a feature
 * was added or started.
 * @param today a day such as 2026-12-31
 */
export function pastWeeks(features: readonly Feature[], today: string): Week[] {
  const end = Date.parse(today);
  const days = features.flatMap(({ added, started }) => [added, started]).filter((day) => day !== undefined);
  const first = Math.min(...days.map((day) => Date.parse(day)));
  const weeks = Number.isFinite(first) ? Math.max(0, Math.floor((end - first) / (7 * dayMs))) : 0;
  const counts = Array.from({ length: weeks }, () => ({ finished: 0, added: 0 }));
  const start = end - weeks * 7 * dayMs;
  const weekOf = (day: string): { finished: number; added: number } | undefined =>
    counts[Math.floor((Date.parse(day) - start) / (7 * dayMs))];
  for (const { done, added } of features) {
    const finished = done === undefined ? undefined : weekOf(done);
    if (finished !== undefined) finished.finished++;
    const begun = added === undefined ? undefined : weekOf(added);
    // What was there in the first week is the plan, not growth of it.
    if (begun !== undefined && begun !== counts[0]) begun.added++;
  }
  return counts;
}
