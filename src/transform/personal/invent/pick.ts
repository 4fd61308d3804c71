/** The entry in whose share of the summed weights `x` lies (0 ≤ x < 1); undefined for an empty list. */
export function pick<T>(entries: readonly T[], weight: (entry: T) => number, x: number): T | undefined {
  let rest = x * entries.reduce((sum, entry) => sum + weight(entry), 0);
  for (const entry of entries) {
    rest -= weight(entry);
    if (rest < 0) return entry;
  }
  return entries.at(-1);
}
