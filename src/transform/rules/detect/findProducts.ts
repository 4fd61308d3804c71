import type { Expression, Rule } from "../../../config/rules/ruleSyntax.ts";
import { roundAs } from "../judge/evaluate.ts";
import { binary, callOf, checkRule, columnOf, numberOf } from "./candidates.ts";
import { type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";

type Rounding = "round" | "roundEven" | "floor" | "ceil";
const roundings: readonly Rounding[] = ["round", "roundEven", "floor", "ceil"];
const testedRows = 400;
/** Values of a rounded product that must differ for it to be more than a coincidence. */
const minDifferent = 5;

/** z = round(x · y, d) and z = round(x / y, d), and z = round(c · x, d), each with its way of rounding. */
export function findProducts(data: DetectData): Rule[] {
  const flags = new Set(data.flags.map(({ name }) => name));
  const columns = data.numbers.filter(({ name, decimals }) => decimals !== null && !flags.has(name));
  const rules: Rule[] = [];
  const targets = new Set<string>();
  for (const z of columns) {
    if (different(z) < minDifferent) continue;
    const found = factorOf(z, columns, targets) ?? productOf(z, columns);
    if (found === undefined) continue;
    rules.push(found);
    targets.add(z.name);
  }
  return rules;
}

function different({ values }: NumberColumn): number {
  const seen = new Set<number>();
  for (const v of values) {
    if (!Number.isNaN(v)) seen.add(v);
    if (seen.size >= minDifferent) break;
  }
  return seen.size;
}

function productOf(z: NumberColumn, columns: readonly NumberColumn[]): Rule | undefined {
  for (const x of columns) {
    if (x === z || different(x) < 2) continue;
    for (const y of columns) {
      if (y === x || y === z || different(y) < 2) continue;
      if (columns.indexOf(x) < columns.indexOf(y)) {
        const product = roundedRule(
          z,
          (i) => x.values[i]! * y.values[i]!,
          binary(columnOf(x.name), "*", columnOf(y.name)),
        );
        if (product !== undefined) return product;
      }
      const ratio = roundedRule(
        z,
        (i) => x.values[i]! / y.values[i]!,
        binary(columnOf(x.name), "/", columnOf(y.name)),
      );
      if (ratio !== undefined) return ratio;
    }
  }
  return undefined;
}

/** z as the expression rounded in the way that fits most tested rows exactly; undefined where some row is off. */
function roundedRule(
  z: NumberColumn,
  value: (row: number) => number,
  expression: Expression,
): Rule | undefined {
  const unit = 10 ** -z.decimals!;
  const rows: number[] = [];
  for (let i = 0; i < z.values.length && rows.length < testedRows; i++) {
    const v = value(i);
    if (Number.isNaN(v) || Number.isNaN(z.values[i]!)) continue;
    if (Math.abs(v - z.values[i]!) > unit * (1 + 1e-9)) return undefined;
    rows.push(i);
  }
  if (rows.length < minNamedRows) return undefined;
  const misses = roundings.map(
    (how) =>
      rows.filter((i) => Math.abs(roundAs(how, value(i), z.decimals!) - z.values[i]!) > unit / 1000).length,
  );
  const best = misses.indexOf(Math.min(...misses));
  const how = roundings[best]!;
  const ties = misses[best]! > 0 && best <= 1;
  if (misses[best]! > (ties ? rows.length / 50 : 0)) return undefined;
  return checkRule(columnOf(z.name), "=", callOf(how, expression, numberOf(z.decimals!)));
}

/** z = c · x with a factor of few digits; copies are sums and found there. */
function factorOf(
  z: NumberColumn,
  columns: readonly NumberColumn[],
  targets: ReadonlySet<string>,
): Rule | undefined {
  const unit = 10 ** -z.decimals!;
  for (const x of columns) {
    if (x === z || targets.has(x.name)) continue;
    for (const [below, above] of [
      [unit / 2, unit / 2],
      [0, unit],
      [unit, 0],
    ] as const) {
      const factor = factorBetween(z, x, below, above);
      if (factor === undefined || Number.isInteger(factor)) continue;
      const rule = roundedRule(
        z,
        (i) => factor * x.values[i]!,
        binary(numberOf(factor), "*", columnOf(x.name)),
      );
      if (rule !== undefined) return rule;
    }
  }
  return undefined;
}

/** The shortest factor for which c · x lies within z − below … z + above in the tested rows. */
function factorBetween(z: NumberColumn, x: NumberColumn, below: number, above: number): number | undefined {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let tested = 0;
  for (let i = 0; i < z.values.length && tested < testedRows; i++) {
    const [v, w] = [x.values[i]!, z.values[i]!];
    if (Number.isNaN(v) || Number.isNaN(w) || v === 0) continue;
    tested++;
    const ends = [(w - below) / v, (w + above) / v];
    low = Math.max(low, Math.min(ends[0]!, ends[1]!) - 1e-12);
    high = Math.min(high, Math.max(ends[0]!, ends[1]!) + 1e-12);
    if (low > high) return undefined;
  }
  if (tested < minNamedRows) return undefined;
  for (let digits = 0; digits <= 6; digits++) {
    const factor = Number(((low + high) / 2).toFixed(digits));
    if (factor >= low && factor <= high && factor !== 0) return factor;
  }
  return undefined;
}
