/** Rows from which the next one is taken, the earliest that are left. */
const window = 16;
/** Turns after which a row is taken anyhow. */
const patience = 64;

/**
 * The rows in an order in which each begins about where the one before ends, and none is far from its place.
 *
 * @param rows in the order of time
 * @param opening what each row begins with, by row
 * @param goOn the total after a row that begins with `total`; told once for each row
 */
export function linkedRows(
  rows: readonly number[],
  opening: Float64Array,
  goOn: (row: number, total: number) => number,
): number[] {
  const waiting = rows.slice(0, window).map((row) => ({ row, since: 0 }));
  const linked: number[] = [];
  let next = waiting.length;
  let total = Number.NaN;
  for (let turn = 0; waiting.length > 0; turn++) {
    const late = turn - waiting[0]!.since > patience || Number.isNaN(total);
    let best = 0;
    for (let i = 1; i < waiting.length && !late; i++)
      if (apart(waiting[i]!.row) < apart(waiting[best]!.row)) best = i;
    const { row } = waiting[best]!;
    waiting.splice(best, 1);
    linked.push(row);
    total = goOn(row, Number.isNaN(total) ? opening[row]! : total);
    if (next < rows.length) waiting.push({ row: rows[next++]!, since: turn });
  }
  return linked;

  function apart(row: number): number {
    const distance = Math.abs(opening[row]! - total);
    return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
  }
}
