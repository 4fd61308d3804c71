import { binary, columnOf, numberOf } from "../candidates.ts";
import type { NumberColumn } from "../detectData.ts";
import { type Candidate, exactness, roundedRule } from "./roundedRule.ts";

/** Sets of a result and two columns that are tried, at most: wide tables have too many. */
const maxTried = 500_000;

/**
 * z = round((x − y) / y, d) and z = round((x − y) / x, d), as a share or in percent: the growth of a figure, the discount on an old price, the
 * margin on a price.
 */
export function findChanges(results: readonly NumberColumn[], columns: readonly NumberColumn[]): Candidate[] {
  if (results.length * columns.length ** 2 > maxTried) return [];
  return results.flatMap((z) => changeOf(z, columns) ?? []);
}

function changeOf(z: NumberColumn, columns: readonly NumberColumn[]): Candidate | undefined {
  const scales = z.percent ? [100] : z.decimals! > 0 ? [1, 100] : [100];
  for (const x of columns)
    for (const y of columns) {
      if (x === y || x.name === z.name || y.name === z.name) continue;
      for (const base of [y, x])
        for (const scale of scales) {
          const change = (row: number) => (scale * (x.values[row]! - y.values[row]!)) / base.values[row]!;
          const rule = roundedRule(z, change, () => {
            const difference = binary(columnOf(x.name), "-", columnOf(y.name));
            const scaled = scale === 1 ? difference : binary(numberOf(scale), "*", difference);
            return binary(scaled, "/", columnOf(base.name));
          });
          if (rule !== undefined)
            return { rule, columns: [z.name, x.name, y.name], cost: 0.4 - exactness(z) };
        }
    }
  return undefined;
}
