import type { Random } from "../../numerics/random.ts";
import { codesOf } from "../../table/codes.ts";
import type { Column } from "../../table/table.ts";

/** A row's value moves at most as far as that of so many values before or after it. */
const reach = 2;

/**
 * A date or number that is the same in all rows of a person stands in many rows and is yet one person's: a model would keep it.
 * Returns the column with every value that fewer than `k` persons have drawn again for each row, evenly between the values of
 * its neighbors, on the column's grid. The distribution stays; the values of single persons go.
 */
export function smoothUnits(column: Column, key: Column, k: number, random: Random): Column {
  if (column.kind === "string") return column;
  const persons = personsOf(column.values, codesOf(key).codes);
  const light = [...persons].filter(([, count]) => count < k).map(([value]) => value);
  if (light.length <= 2 * reach) return column;
  light.sort((a, b) => a - b);
  const place = new Map(light.map((value, i) => [value, i]));
  const unit = gridOf(light);
  const values = column.values.map((value) => {
    const at = place.get(value);
    if (at === undefined) return value;
    const low = light[Math.max(0, at - reach)]!;
    const high = light[Math.min(light.length - 1, at + reach)]!;
    return low + Math.round((random.uniform() * (high - low)) / unit) * unit;
  });
  return { ...column, values };
}

/** How many persons have each value. */
function personsOf(values: Float64Array, person: Int32Array): Map<number, number> {
  const seen = new Map<number, Set<number>>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const set = seen.get(value);
    const who = person[i]! < 0 ? -1 - i : person[i]!;
    if (set === undefined) seen.set(value, new Set([who]));
    else set.add(who);
  }
  return new Map([...seen].map(([value, set]) => [value, set.size]));
}

/** The coarsest of some steps that all values are multiples of; days, hours and seconds for dates. */
function gridOf(values: readonly number[]): number {
  for (const unit of [86_400_000, 3_600_000, 1000, 1, 0.1, 0.01, 0.001])
    if (values.every((value) => Math.abs(value / unit - Math.round(value / unit)) < 1e-6)) return unit;
  return 1e-6;
}
