/** Counts of bins or cells as they may be shown: those of one to k − 1 rows of the real table are 0. */
export function protectedCounts(counts: Float64Array, k: number): Float64Array {
  return counts.map((count) => (count < k ? 0 : count));
}

/** Categories as they may be shown: those of at least `k` rows. */
export function protectedCategories<T extends { readonly count: number }>(
  categories: readonly T[],
  k: number,
): T[] {
  return categories.filter(({ count }) => count >= k);
}
