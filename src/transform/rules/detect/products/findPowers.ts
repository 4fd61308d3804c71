import type { Expression } from "../../../../config/rules/ruleSyntax.ts";
import { binary, columnOf, numberOf } from "../candidates.ts";
import type { NumberColumn } from "../detectData.ts";
import { leastSquares } from "./leastSquares.ts";
import { type Candidate, exactness, roundedRule } from "./roundedRule.ts";
import { shortestBetween } from "./shortestBetween.ts";

/** Powers of two factors. */
const pairPowers = [1, -1, 2, -2].flatMap((p) => [1, -1, 2, -2].map((q) => [p, q] as const));
/** Powers of three. */
const triplePowers = [1, -1].flatMap((p) => [1, -1].flatMap((q) => [1, -1].map((r) => [p, q, r] as const)));
/** Columns with which three factors are tried, at most. */
const maxForThree = 32;
const comparedRows = 400;
const testedRows = 24;
const minTested = 12;
/** Significant digits of a constant factor, at most. */
const maxDigits = 4;

/** Logarithms of a column in the rows tested. */
interface Logs {
  readonly column: NumberColumn;
  readonly logs: Float64Array;
}

/** What ln z may be in these rows, given how z is rounded. */
interface Target {
  readonly column: NumberColumn;
  readonly rows: Int32Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * z = round(c · x^p · y^q, d) with powers ±1 and ±2, and the same of three columns with powers ±1: a body mass index, a volume, an
 * area in another unit, a pay by hours. Columns without negative numbers only.
 */
export function findPowers(results: readonly NumberColumn[], columns: readonly NumberColumn[]): Candidate[] {
  const positive = columns.filter(({ values }) => !values.some((x) => x < 0));
  return results.flatMap((z) => {
    const target = targetOf(z);
    if (target === null) return [];
    const others = positive
      .filter(({ name }) => name !== z.name)
      .map((column) => logsOf(column, target.rows));
    return ofPairs(target, others) ?? ofTriples(target, others) ?? [];
  });
}

function targetOf(column: NumberColumn): Target | null {
  const { values, decimals } = column;
  const unit = 10 ** -decimals!;
  const rows: number[] = [];
  for (let i = 0; i < values.length && rows.length < testedRows; i++) {
    if (values[i]! < 0) return null;
    if (values[i]! > unit) rows.push(i);
  }
  if (rows.length < minTested) return null;
  return {
    column,
    rows: Int32Array.from(rows),
    low: Float64Array.from(rows, (i) => Math.log(values[i]! - unit)),
    high: Float64Array.from(rows, (i) => Math.log(values[i]! + unit)),
  };
}

function logsOf(column: NumberColumn, rows: Int32Array): Logs {
  return { column, logs: Float64Array.from(rows, (i) => Math.log(column.values[i]!)) };
}

function ofPairs(target: Target, others: readonly Logs[]): Candidate | undefined {
  for (const [i, x] of others.entries())
    for (let j = i + 1; j < others.length; j++)
      for (const powers of pairPowers) {
        const found = ofFactors(target, [x, others[j]!], powers);
        if (found !== undefined) return found;
      }
  return undefined;
}

function ofTriples(target: Target, others: readonly Logs[]): Candidate | undefined {
  const tried = others.length > maxForThree ? goingWith(target, others) : others;
  for (const [i, x] of tried.entries())
    for (let j = i + 1; j < tried.length; j++)
      for (let k = j + 1; k < tried.length; k++)
        for (const powers of triplePowers) {
          const found = ofFactors(target, [x, tried[j]!, tried[k]!], powers);
          if (found !== undefined) return found;
        }
  return undefined;
}

/** The columns that rise or fall with z most, in their order. */
function goingWith({ column: z }: Target, others: readonly Logs[]): readonly Logs[] {
  const scored = others.map((one) => {
    const rows = Array.from({ length: Math.min(z.values.length, comparedRows) }, (_, i) => i).filter(
      (i) => z.values[i]! > 0 && one.column.values[i]! > 0,
    );
    const logs = ({ values }: NumberColumn) => Float64Array.from(rows, (i) => Math.log(values[i]!));
    return { one, explained: leastSquares([logs(one.column)], logs(z))?.explained ?? 0 };
  });
  const nearest = scored.toSorted((a, b) => b.explained - a.explained).slice(0, maxForThree);
  const wanted = new Set(nearest.map(({ one }) => one));
  return others.filter((one) => wanted.has(one));
}

function ofFactors(
  { column: z, low, high }: Target,
  factors: readonly Logs[],
  powers: readonly number[],
): Candidate | undefined {
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let met = 0;
  for (let r = 0; r < low.length; r++) {
    let sum = 0;
    for (let f = 0; f < factors.length; f++) sum += powers[f]! * factors[f]!.logs[r]!;
    if (Number.isNaN(sum)) continue;
    met++;
    least = Math.max(least, low[r]! - sum);
    most = Math.min(most, high[r]! - sum);
    if (least > most) return undefined;
  }
  if (met < minTested) return undefined;
  const constant = shortestBetween(Math.exp(least), Math.exp(most), maxDigits);
  if (constant === undefined) return undefined;
  const columns = factors.map(({ column }) => column);
  const rule = roundedRule(
    z,
    (row) => constant * columns.reduce((product, { values }, f) => product * values[row]! ** powers[f]!, 1),
    () => expressionOf(constant, columns, powers),
  );
  if (rule === undefined) return undefined;
  const length = String(constant).length + powers.reduce((sum, power) => sum + Math.abs(power), 0);
  const cost = 90 + length - 4 * exactness(z);
  return { rule, columns: [z.name, ...columns.map(({ name }) => name)], cost };
}

/** c · x · … / (y · …), a square as a product with itself. */
function expressionOf(
  constant: number,
  columns: readonly NumberColumn[],
  powers: readonly number[],
): Expression {
  const repeated = (sign: number) =>
    columns.flatMap(({ name }, f) =>
      Array.from({ length: Math.max(0, sign * powers[f]!) }, (): Expression => columnOf(name)),
    );
  const product = (parts: readonly Expression[]) => parts.reduce((a, b) => binary(a, "*", b));
  const over = repeated(1);
  const under = repeated(-1);
  const top = product(constant === 1 && over.length > 0 ? over : [numberOf(constant), ...over]);
  return under.length === 0 ? top : binary(top, "/", product(under));
}
