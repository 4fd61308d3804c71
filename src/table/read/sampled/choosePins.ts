/** At most this share of the sample is read for rare values. */
const maxPinned = 0.05;

/**
 * The rows that keep the values of columns in the sample, a list a column; those columns that would add most rows go without where all
 * would add too many.
 */
export function choosePins<T>(
  wanted: readonly (readonly T[])[],
  size: number,
  isDrawn: (row: T) => boolean,
): Set<T> {
  const pins = new Set<T>();
  let added = 0;
  const columns = wanted.map((rows) => ({ rows, more: rows.filter((row) => !isDrawn(row)).length }));
  for (const { rows, more } of columns.sort((a, b) => a.more - b.more)) {
    added += more;
    if (added > size * maxPinned) break;
    for (const row of rows) pins.add(row);
  }
  return pins;
}
