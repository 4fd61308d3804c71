/**
 * Rows of each part among the rows `first` … `first + rows` of a table, so that over a whole table each part differs from its share by
 * about a row, whatever the ranges.
 *
 * @param shares of all parts: their sum is 1
 */
export function rowsOfShares(shares: readonly number[], first: number, rows: number): number[] {
  let sum = 0;
  const bounds = shares
    .map((share) => (sum += share))
    .map((bound, i) => (i === shares.length - 1 ? 1 : bound));
  const upTo = (n: number): number[] => bounds.map((bound) => Math.round(bound * n));
  const [before, after] = [upTo(first), upTo(first + rows)];
  const added = after.map((bound, i) => bound - before[i]!);
  const counts = added.map((bound, i) => Math.max(0, bound - (added[i - 1] ?? 0)));
  // where a tiny part would have lost a row, the largest one has it less
  const over = counts.reduce((total, count) => total + count, 0) - rows;
  counts[counts.indexOf(Math.max(...counts))]! -= over;
  return counts;
}
