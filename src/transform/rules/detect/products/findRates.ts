import type { Expression } from "../../../../config/rules/ruleSyntax.ts";
import { binary, columnOf, numberOf } from "../candidates.ts";
import type { NumberColumn } from "../detectData.ts";
import { type Candidate, exactness, roundedRule } from "./roundedRule.ts";

/** Sets of a result, two factors and a rate that are tried, at most: wide tables have too many. */
const maxTried = 500_000;

/** A column that may be a rate: shares from 0 to 1, or percent from 0 to 100. */
interface Rate extends NumberColumn {
  readonly per: 1 | 100;
}

/** z = round(x · w / 100, d), z = round(x · (1 ± w), d) and z = round(x · y · (1 ± w), d), where w is a share or percent: a tax, prices with a discount, amounts with a tax. */
export function findRates(results: readonly NumberColumn[], columns: readonly NumberColumn[]): Candidate[] {
  const rates = columns.flatMap(rateOf);
  const withTwo = results.length * rates.length * columns.length ** 2 <= maxTried;
  return results.flatMap((z) =>
    rates.flatMap((w) => (w.name === z.name ? [] : (ofRate(z, w, columns, withTwo) ?? []))),
  );
}

function rateOf(column: NumberColumn): Rate[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of column.values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low < 0 || high > 100 || low === high || !Number.isFinite(low)) return [];
  return [{ ...column, per: high <= 1 && !column.percent ? 1 : 100 }];
}

/** The first that fits: with one factor, else with two. */
function ofRate(
  z: NumberColumn,
  w: Rate,
  columns: readonly NumberColumn[],
  withTwo: boolean,
): Candidate | undefined {
  const factors = columns.filter(({ name }) => name !== z.name && name !== w.name);
  const share = w.per === 1 ? columnOf(w.name) : binary(columnOf(w.name), "/", numberOf(100));
  const rates = w.values;
  // written with a sign of percent it is found among products
  if (w.per === 100 && !w.percent)
    for (const x of factors) {
      const part = roundedRule(
        z,
        (row) => (x.values[row]! * rates[row]!) / 100,
        () => binary(binary(columnOf(x.name), "*", columnOf(w.name)), "/", numberOf(100)),
      );
      if (part !== undefined)
        return { rule: part, columns: [z.name, x.name, w.name], cost: 0.1 - exactness(z) };
    }
  for (const sign of [-1, 1] as const) {
    const factor = (row: number) => 1 + (sign * rates[row]!) / w.per;
    const expression = (product: Expression) =>
      binary(product, "*", binary(numberOf(1), sign < 0 ? "-" : "+", share));
    for (const x of factors) {
      const one = roundedRule(
        z,
        (row) => x.values[row]! * factor(row),
        () => expression(columnOf(x.name)),
      );
      if (one !== undefined)
        return { rule: one, columns: [z.name, x.name, w.name], cost: 0.3 - exactness(z) };
    }
    if (!withTwo) continue;
    for (const [i, x] of factors.entries())
      for (const y of factors.slice(i + 1)) {
        const two = roundedRule(
          z,
          (row) => x.values[row]! * y.values[row]! * factor(row),
          () => expression(binary(columnOf(x.name), "*", columnOf(y.name))),
        );
        if (two !== undefined)
          return { rule: two, columns: [z.name, x.name, y.name, w.name], cost: 0.5 - exactness(z) };
      }
  }
  return undefined;
}
