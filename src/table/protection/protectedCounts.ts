/** Rows, or persons, of the real table that a bin of numbers or dates, or a cell of two columns, has to hold to be shown, however few the table has. */
export const shownRows = 5;

/** Counts of bins or cells as they may be shown: those of fewer than `shownRows` rows of the real table are 0; see `HeldCounts.told` for persons. */
export function protectedCounts(counts: Float64Array): Float64Array {
  return counts.map((count) => (count < shownRows ? 0 : count));
}

/** At most so many bins of equal width over `values` numbers, with four times `shownRows` in the mean bin: few bins rather than empty ones. */
export function shownBins(values: number, most: number): number {
  return Math.min(most, Math.max(1, Math.floor(values / (4 * shownRows))));
}

/** Categories as they may be shown: those of at least `k` rows. */
export function protectedCategories<T extends { readonly count: number }>(
  categories: readonly T[],
  k: number,
): T[] {
  return categories.filter(({ count }) => count >= k);
}
