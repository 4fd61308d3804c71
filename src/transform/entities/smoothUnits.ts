import type { Random } from "../../numerics/random.ts";
import { gridOf } from "../../table/cells/gridOf.ts";
import { codesOf } from "../../table/codes.ts";
import type { Column } from "../../table/table.ts";

/** A row's value moves at most as far as that of so many values before or after it. */
const reach = 2;

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

/**
 * A date or number that is the same in all rows of a person or order stands in many rows and is yet one's: a model would keep it.
 * Returns the column with every value that fewer than `k` of them have drawn again for each row, evenly between the values of
 * its neighbors, on the column's grid. The distribution stays; the values of single ones go. Days of which most occur stay on their
 * day of the week.
 */
export function smoothUnits(column: Column, key: Column, k: number, random: Random): Column {
  if (column.kind === "string") return column;
  const units = unitsOf(column.values, codesOf(key).codes);
  const light = [...units].filter(([, count]) => count < k).map(([value]) => value);
  if (light.length <= 2 * reach) return column;
  light.sort((a, b) => a - b);
  const grid = gridOf(light);
  const isDaily = column.kind === "datetime" && grid === dayMs && areDense(light);
  const step = isDaily ? weekMs : grid;
  const classOf = (value: number): number => (isDaily ? (((value / dayMs) % 7) + 7) % 7 : 0);
  const lists = new Map<number, number[]>();
  const place = new Map<number, number>();
  for (const value of light) {
    const list = lists.get(classOf(value)) ?? [];
    lists.set(classOf(value), list);
    place.set(value, list.push(value) - 1);
  }
  const values = column.values.map((value) => {
    const at = place.get(value);
    if (at === undefined) return value;
    const list = lists.get(classOf(value))!;
    const low = list[Math.max(0, at - reach)]!;
    const high = list[Math.min(list.length - 1, at + reach)]!;
    return low + Math.round((random.uniform() * (high - low)) / step) * step;
  });
  return { ...column, values };
}

/** Whether a third of the days from the first to the last occur. */
function areDense(days: readonly number[]): boolean {
  return days.length * 3 >= (days.at(-1)! - days[0]!) / dayMs;
}

/** How many entities have each value. */
function unitsOf(values: Float64Array, unit: Int32Array): Map<number, number> {
  const seen = new Map<number, Set<number>>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const set = seen.get(value);
    const who = unit[i]! < 0 ? -1 - i : unit[i]!;
    if (set === undefined) seen.set(value, new Set([who]));
    else set.add(who);
  }
  return new Map([...seen].map(([value, set]) => [value, set.size]));
}
