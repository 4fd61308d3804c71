import type { Expression, Rule } from "../../../../config/rules/ruleSyntax.ts";
import { roundAs } from "../../judge/evaluate.ts";
import { callOf, checkRule, columnOf, numberOf } from "../candidates.ts";
import { minNamedRows, type NumberColumn } from "../detectData.ts";

type Rounding = "round" | "roundEven" | "floor" | "ceil";
const roundings: readonly Rounding[] = ["round", "roundEven", "floor", "ceil"];
const testedRows = 400;
/** Tested rows that may be off, so that what nearly holds is offered too. */
const maxOff = 2;

/** A rule that says what a column is computed from. */
export interface Candidate {
  readonly rule: Rule;
  readonly columns: readonly string[];
  /** The plainest of rules that say the same has the least. */
  readonly cost: number;
}

/** z as the expression rounded in the way that fits most tested rows exactly; undefined where too many rows are off. */
export function roundedRule(
  z: NumberColumn,
  value: (row: number) => number,
  expression: () => Expression,
): Rule | undefined {
  const unit = 10 ** -z.decimals!;
  const rows: number[] = [];
  let off = 0;
  for (let i = 0; i < z.values.length && rows.length < testedRows; i++) {
    const own = z.values[i]!;
    if (Number.isNaN(own)) continue;
    const v = value(i);
    if (Number.isNaN(v)) continue;
    if (Math.abs(v - own) <= unit * (1 + 1e-9)) rows.push(i);
    else if (++off > maxOff) return undefined;
  }
  if (rows.length < minNamedRows) return undefined;
  const missed = roundings.map((how) =>
    rows.filter((i) => Math.abs(roundAs(how, value(i), z.decimals!) - z.values[i]!) > unit / 1000),
  );
  const best = missed.reduce((least, own, at) => (own.length < missed[least]!.length ? at : least), 0);
  const how = roundings[best]!;
  // a tie may go either way
  const wrong = how.startsWith("round") ? missed[best]!.filter((i) => !isTie(value(i), unit)) : missed[best]!;
  if (wrong.length + off > maxOff) return undefined;
  return checkRule(columnOf(z.name), "=", callOf(how, expression(), numberOf(z.decimals!)));
}

/**
 * Digits of a column's middle value. Of rules that say the same of the same columns, the one that gives the column with the most is
 * the one that was computed: it implies the others, within what they round.
 */
export function exactness({ values, decimals }: NumberColumn): number {
  const sizes = values
    .subarray(0, testedRows)
    .filter((value) => value !== 0 && !Number.isNaN(value))
    .map(Math.abs)
    .sort();
  const middle = sizes[sizes.length >> 1] ?? 1;
  return Math.log10(middle) + decimals!;
}

/** Whether a value lies halfway between two multiples of the unit, as far as binary fractions tell. */
function isTie(value: number, unit: number): boolean {
  const ticks = Math.abs(value / unit);
  return Math.abs(ticks - Math.floor(ticks) - 0.5) < 1e-9 * Math.max(1, ticks);
}
