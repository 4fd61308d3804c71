import { binary, numberOf, sumOf } from "../candidates.ts";
import type { NumberColumn } from "../detectData.ts";
import { independent, leastSquares } from "./leastSquares.ts";
import { type Candidate, roundedRule } from "./roundedRule.ts";
import { shortestBetween } from "./shortestBetween.ts";

const fittedRows = 400;
/** Columns that a sum is made of are looked for among so many, those that go with it most; fewer where too few rows have all of them. */
const columnCounts = [24, 12, 6] as const;
const minTerms = 2;
/** Significant digits of a weight, at most. */
const maxDigits = 3;
/** Denominators that are tried where all weights are the same: means, parts of a year. */
const maxDivisor = 60;

interface Term {
  readonly column: NumberColumn;
  readonly weight: number;
}

/**
 * z = round((x1 + x2 + …) / k, d), z = round(c · (x1 + x2 − …), d) and z = round(c1 · x1 + c2 · x2 + …, d): means, weighted marks, a
 * rate on a sum. Least squares over some rows name the columns and about their weights; weights of few digits are then tried.
 *
 * @param tied columns that z is tied to by sums found: without one of them at a time, since they would only give that sum again
 */
export function findWeighted(
  results: readonly NumberColumn[],
  columns: readonly NumberColumn[],
  tied: (name: string) => readonly string[],
): Candidate[] {
  return results.flatMap((z) => {
    const others = columns.filter(({ name }) => name !== z.name);
    const left = tied(z.name).filter((name) => name !== z.name);
    const choices =
      left.length === 0 ? [others] : left.map((out) => others.filter(({ name }) => name !== out));
    for (const choice of choices) {
      const ordered = byExplained(z, choice);
      for (const [at, most] of columnCounts.entries()) {
        if (at > 0 && ordered.length <= most) continue;
        const found = ofColumns(z, freeColumns(z, inOrderOf(choice, ordered.slice(0, most))));
        if (found !== undefined) return [found];
      }
    }
    return [];
  });
}

function ofColumns(z: NumberColumn, columns: readonly NumberColumn[]): Candidate | undefined {
  const unit = 10 ** -z.decimals!;
  let kept = columns;
  for (;;) {
    const rows = presentRows([z, ...kept]);
    if (rows.length < 3 * kept.length + 20) return undefined;
    const fitted = leastSquares(
      kept.map((column) => valuesIn(column, rows)),
      valuesIn(z, rows),
    );
    if (fitted === undefined || fitted.largest > 1.5 * unit) return undefined;
    const needed = kept.filter(({ values }, j) => {
      const own = rows.map((i) => values[i]!);
      return Math.abs(fitted.weights[j]!) * (Math.max(...own) - Math.min(...own)) > unit;
    });
    if (needed.length < minTerms) return undefined;
    if (needed.length < kept.length) {
      kept = needed;
      continue;
    }
    const terms = kept.map((column, j) => ({ column, weight: fitted.weights[j]! }));
    return withEqualWeights(z, terms) ?? withShortWeights(z, terms, fitted.errors);
  }
}

function inOrderOf<T>(all: readonly T[], some: readonly T[]): readonly T[] {
  const wanted = new Set(some);
  return all.filter((one) => wanted.has(one));
}

/** Columns with values in half of the rows of z, those first that explain most of it. */
function byExplained(z: NumberColumn, columns: readonly NumberColumn[]): readonly NumberColumn[] {
  const own = presentRows([z]).length;
  const shared = columns.flatMap((column) => {
    const rows = presentRows([z, column]);
    return rows.length >= 0.5 * own ? [{ column, rows }] : [];
  });
  const scored = shared.map(({ column, rows }) => ({
    column,
    explained: leastSquares([valuesIn(column, rows)], valuesIn(z, rows))?.explained ?? 0,
  }));
  return scored.toSorted((a, b) => b.explained - a.explained).map(({ column }) => column);
}

/** Those that do not follow from one another; written like z first, since those are its parts. */
function freeColumns(z: NumberColumn, columns: readonly NumberColumn[]): readonly NumberColumn[] {
  const apart = ({ decimals }: NumberColumn) => Math.abs(decimals! - z.decimals!);
  const alike = columns.toSorted((a, b) => apart(a) - apart(b));
  const rows = presentRows([z, ...alike]);
  const free = independent(alike.map((column) => valuesIn(column, rows)));
  return alike.filter((_, j) => free[j]!);
}

function valuesIn({ values }: NumberColumn, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (i) => values[i]!);
}

function presentRows(columns: readonly NumberColumn[]): number[] {
  const rows: number[] = [];
  const length = columns[0]!.values.length;
  for (let i = 0; i < length && rows.length < fittedRows; i++)
    if (columns.every(({ values }) => !Number.isNaN(values[i]!))) rows.push(i);
  return rows;
}

/** One weight up to its sign: 1/k, or a number of few digits. */
function withEqualWeights(z: NumberColumn, terms: readonly Term[]): Candidate | undefined {
  const sizes = terms.map(({ weight }) => Math.abs(weight));
  const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length;
  if (sizes.some((size) => Math.abs(size - mean) > 0.02 * mean)) return undefined;
  const signed = terms.map(({ column, weight }) => ({ column, sign: Math.sign(weight) }));
  const sum = (row: number) => signed.reduce((all, { column, sign }) => all + sign * column.values[row]!, 0);
  const signedSum = () =>
    sumOf(
      signed.map(({ column, sign }) => [column.name, sign] as const),
      0,
    );
  const divisor = Math.round(1 / mean);
  const columns = [z.name, ...terms.map(({ column }) => column.name)];
  if (divisor >= 2 && divisor <= maxDivisor && Math.abs(1 / mean - divisor) < 0.02 * divisor) {
    const rule = roundedRule(
      z,
      (row) => sum(row) / divisor,
      () => binary(signedSum(), "/", numberOf(divisor)),
    );
    if (rule !== undefined) return { rule, columns, cost: 40 };
  }
  const rate = shortestBetween(0.995 * mean, 1.005 * mean, maxDigits);
  const close = [rate, Number(mean.toPrecision(maxDigits)), Number(mean.toPrecision(maxDigits + 1))];
  for (const weight of new Set(close)) {
    if (weight === undefined || weight === 1) continue;
    const rule = roundedRule(
      z,
      (row) => weight * sum(row),
      () => binary(numberOf(weight), "*", signedSum()),
    );
    if (rule !== undefined) return { rule, columns, cost: 45 };
  }
  return undefined;
}

function withShortWeights(
  z: NumberColumn,
  terms: readonly Term[],
  errors: readonly number[],
): Candidate | undefined {
  const weights = terms.map(({ weight }, j) => {
    const [low, high] = [Math.abs(weight) - 4 * errors[j]!, Math.abs(weight) + 4 * errors[j]!];
    const size = shortestBetween(low, high, maxDigits);
    return size === undefined ? Number.NaN : Math.sign(weight) * size;
  });
  if (weights.some(Number.isNaN) || weights.every((weight) => Math.abs(weight) === 1)) return undefined;
  const rule = roundedRule(
    z,
    (row) => terms.reduce((all, { column }, j) => all + weights[j]! * column.values[row]!, 0),
    () =>
      sumOf(
        terms.map(({ column }, j) => [column.name, weights[j]!] as const),
        0,
      ),
  );
  return rule && { rule, columns: [z.name, ...terms.map(({ column }) => column.name)], cost: 48 };
}
