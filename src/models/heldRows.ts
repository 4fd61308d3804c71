import type { Random } from "../numerics/random.ts";

/**
 * Numbers of rows to hold out, and those of the others, in a random order. `units`: whose each row is, where persons or orders have
 * several; all rows of one are on one side, since one of them tells of the others. Then a few more than `count` may be held out.
 */
export function heldRows(
  rows: number,
  count: number,
  { random, units }: { readonly random: Random; readonly units?: Int32Array | undefined },
): { readonly held: Uint32Array; readonly others: Uint32Array } {
  const order = random.permutation(rows);
  if (units === undefined) return { held: order.subarray(0, count), others: order.subarray(count) };
  const chosen = new Set<number>();
  const sizes = new Map<number, number>();
  for (const unit of units) sizes.set(unit, (sizes.get(unit) ?? 0) + 1);
  let taken = 0;
  for (const row of order) {
    if (taken >= count) break;
    const unit = units[row]!;
    // the last unit trains
    if (chosen.has(unit) || chosen.size + 1 >= sizes.size) continue;
    chosen.add(unit);
    taken += sizes.get(unit)!;
  }
  return {
    held: order.filter((row) => chosen.has(units[row]!)),
    others: order.filter((row) => !chosen.has(units[row]!)),
  };
}
