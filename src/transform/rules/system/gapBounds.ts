import { columnsOfExpression } from "../../../config/rules/ruleSyntax.ts";
import type { VariablePlan } from "../rulesPlan.ts";
import { type Bound, type Bounds, type Inequality, triangular } from "./fourierMotzkin.ts";
import { largestBound, type SystemValues, smallestBound } from "./systemView.ts";

interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What the known values of a row leave for missing variable `v`, within `plain`, which earlier variables leave. */
export type GapBounds = (v: number, values: SystemValues, row: number, plain: Interval) => Interval;

/** Patterns of missing values whose bounds are worked out; rows of others get those of earlier variables only. */
const maxPatterns = 400;

/** Bounds of missing values in terms of the known ones of their row, found once for every pattern of missing ones. */
export function gapBounds(variables: readonly VariablePlan[], values: SystemValues, rows: number): GapBounds {
  const missing = values.map((column) => Uint8Array.from(column, (value) => (Number.isNaN(value) ? 1 : 0)));
  const known = new Map<string, readonly Bounds[] | null>();
  const inequalities = systemOf(variables);
  const patternAt = (row: number) => missing.map((mask) => mask[row]!).join("");
  return (v, current, row, plain) => {
    if (row >= rows) return plain;
    const pattern = patternAt(row);
    let bounds = known.get(pattern);
    if (bounds === undefined) {
      bounds = known.size < maxPatterns ? boundsOf(variables, inequalities, pattern) : null;
      known.set(pattern, bounds);
    }
    if (bounds === null) return plain;
    return {
      from: Math.max(plain.from, largestBound(bounds[v]!.lower, current, row)),
      to: Math.min(plain.to, smallestBound(bounds[v]!.upper, current, row)),
    };
  };
}

/** Everything the variables' bounds and sums say, over all variables. */
function systemOf(variables: readonly VariablePlan[]): Inequality[] {
  const size = variables.length;
  const from = (v: number, { terms, constant }: Bound, sign: 1 | -1): Inequality => {
    const coefficients = new Float64Array(size);
    for (const [other, c] of terms) coefficients[other] = sign * c;
    coefficients[v] = -sign;
    return { coefficients, constant: sign * constant };
  };
  return variables.flatMap(({ source }, v) => {
    if (source.kind === "free")
      return [
        ...source.bounds.lower.map((bound) => from(v, bound, 1)),
        ...source.bounds.upper.map((bound) => from(v, bound, -1)),
      ];
    return source.kind === "linear" ? [from(v, source.form, 1), from(v, source.form, -1)] : [];
  });
}

/** Bounds for the missing ones of a pattern, those known and those computed from known ones coming first. */
function boundsOf(
  variables: readonly VariablePlan[],
  inequalities: readonly Inequality[],
  pattern: string,
): Bounds[] | null {
  const gaps = variables.flatMap(({ source }, v) =>
    source.kind === "free" && pattern[v] === "1" ? [v] : [],
  );
  const unknown = new Set(gaps.map((v) => variables[v]!.name));
  const out = new Set<number>();
  variables.forEach(({ name, source }, v) => {
    if (source.kind === "linear" && pattern[v] === "1") out.add(v);
    if (source.kind !== "computed") return;
    if (!columnsOfExpression(source.expression).some((column) => unknown.has(column.name))) return;
    unknown.add(name);
    out.add(v);
  });
  const first = variables.flatMap((_, v) => (gaps.includes(v) || out.has(v) ? [] : [v]));
  const order = [...first, ...gaps, ...out];
  const usable = inequalities.filter(({ coefficients }) => [...out].every((v) => coefficients[v] === 0));
  const permuted = usable.map(({ coefficients, constant }) => ({
    coefficients: Float64Array.from(order, (v) => coefficients[v]!),
    constant,
  }));
  const given = new Set([...first.keys(), ...[...out].map((_, i) => first.length + gaps.length + i)]);
  const bounds = triangular(permuted, order.length, given);
  if (bounds === null) return null;
  const back = (bound: Bound): Bound => ({
    ...bound,
    terms: bound.terms.map(([i, c]) => [order[i]!, c] as const),
  });
  const result: Bounds[] = variables.map(() => ({ lower: [], upper: [] }));
  for (const v of gaps) {
    const { lower, upper } = bounds[order.indexOf(v)]!;
    result[v] = { lower: lower.map(back), upper: upper.map(back) };
  }
  return result;
}
