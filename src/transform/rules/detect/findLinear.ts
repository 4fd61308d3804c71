import { binary, columnOf, numberOf } from "./candidates.ts";
import { minNamedRows, type NumberColumn } from "./detectData.ts";
import { type Candidate, roundedRule } from "./roundedRule.ts";

const windowRows = 300;
/** Sets of rows tried: in one of them a rule that nearly holds has no row that breaks it. */
const windows = 3;
const triedRows = 12;
/** Decimals that a factor or constant may have. */
const maxDigits = 6;
/** Factors with as many digits that are tried. */
const maxFactors = 40;
/** Divisors that are tried where the factor is no short decimal: months, weeks, hours of a year. */
const maxDivisor = 10_000;
/** Characters of a short factor: 0.125. */
const maxShort = 5;

interface Span {
  readonly below: number;
  readonly above: number;
}

/** Two columns in rows where both are present. */
interface Pair {
  readonly x: Float64Array;
  readonly z: Float64Array;
}

/** z = c · x + e, rounded, with a factor and a constant of few digits; whole factors are sums and found there. */
export function linearOf(z: NumberColumn, columns: readonly NumberColumn[]): Candidate[] {
  const unit = 10 ** -z.decimals!;
  const spans: readonly Span[] = [
    { below: unit / 2, above: unit / 2 },
    { below: 0, above: unit },
    { below: unit, above: 0 },
  ];
  return columns.flatMap((x) => {
    if (x === z || !mayBeLinear(x, z, unit)) return [];
    for (let at = 0; at < windows; at++) {
      const pair = windowOf(x, z, at);
      if (pair === null) break;
      for (const span of spans) {
        const found = lineThrough(pair, span);
        if (found === undefined || Number.isInteger(found.factor)) continue;
        const { factor, constant, divisor } = found;
        const own = x.values;
        const product = () =>
          divisor === undefined
            ? binary(numberOf(factor), "*", columnOf(x.name))
            : binary(columnOf(x.name), "/", numberOf(divisor));
        const expression = () =>
          constant === 0
            ? product()
            : binary(product(), constant > 0 ? "+" : "-", numberOf(Math.abs(constant)));
        const rule = roundedRule(z, (i) => factor * own[i]! + constant, expression);
        const cost = String(divisor ?? factor).length + (constant === 0 ? 0 : String(constant).length);
        if (rule !== undefined) return [{ rule, columns: [z.name, x.name], cost }];
      }
    }
    return [];
  });
}

/** Whether the first rows lie on a line, all but one. */
function mayBeLinear(x: NumberColumn, z: NumberColumn, unit: number): boolean {
  const rows: number[] = [];
  for (let i = 0; i < x.values.length && rows.length < triedRows; i++)
    if (!Number.isNaN(x.values[i]!) && !Number.isNaN(z.values[i]!)) rows.push(i);
  if (rows.length < triedRows) return false;
  const fits = (low: number, high: number) => {
    const width = x.values[high]! - x.values[low]!;
    const slope = (z.values[high]! - z.values[low]!) / width;
    const off = (i: number) =>
      Math.abs(z.values[i]! - z.values[low]! - slope * (x.values[i]! - x.values[low]!));
    return rows.filter((i) => off(i) > 4 * unit).length <= 1;
  };
  const sorted = rows.toSorted((a, b) => x.values[a]! - x.values[b]!);
  const [first, second] = [sorted[0]!, sorted[1]!];
  const [last, before] = [sorted.at(-1)!, sorted.at(-2)!];
  if (x.values[before]! <= x.values[second]!) return true;
  return fits(first, last) || fits(second, before);
}

function windowOf(x: NumberColumn, z: NumberColumn, at: number): Pair | null {
  const pair = { x: new Float64Array(windowRows), z: new Float64Array(windowRows) };
  let [met, filled] = [0, 0];
  for (let i = 0; i < x.values.length && filled < windowRows; i++) {
    if (Number.isNaN(x.values[i]!) || Number.isNaN(z.values[i]!)) continue;
    if (met++ < at * windowRows) continue;
    pair.x[filled] = x.values[i]!;
    pair.z[filled++] = z.values[i]!;
  }
  if (filled < minNamedRows) return null;
  return { x: pair.x.subarray(0, filled), z: pair.z.subarray(0, filled) };
}

interface Line {
  readonly factor: number;
  readonly constant: number;
  /** Where the factor is one over a whole number that decimals would not show. */
  readonly divisor?: number;
}

/** The shortest factor, and constant, for which c · x + e lies within z − below … z + above in all rows. */
function lineThrough(pair: Pair, span: Span): Line | undefined {
  const slope = slopesThroughZero(pair, span);
  if (slope !== undefined) {
    const factor = shortest(slope.low, slope.high);
    const divisor = Math.round(2 / (slope.low + slope.high));
    const isPart =
      divisor > 2 && divisor <= maxDivisor && 1 / divisor >= slope.low && 1 / divisor <= slope.high;
    if (isPart && (factor === undefined || String(factor).length > maxShort))
      return { factor: 1 / divisor, constant: 0, divisor };
    if (factor !== undefined && factor !== 0) return { factor, constant: 0 };
  }
  const { low, high } = slopes(pair, span);
  for (let digits = 0; digits <= maxDigits; digits++) {
    const scale = 10 ** digits;
    const first = Math.ceil(low * scale - 1e-9);
    const last = Math.min(first + maxFactors, Math.floor(high * scale + 1e-9));
    for (let tick = first; tick <= last; tick++) {
      const factor = tick / scale;
      const constant = factor === 0 ? undefined : constantFor(pair, span, factor);
      if (constant !== undefined) return { factor, constant };
    }
  }
  return undefined;
}

function slopesThroughZero(
  { x, z }: Pair,
  { below, above }: Span,
): { low: number; high: number } | undefined {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < x.length; i++) {
    if (x[i] === 0) continue;
    const [a, b] = [(z[i]! - below) / x[i]!, (z[i]! + above) / x[i]!];
    low = Math.max(low, Math.min(a, b) - 1e-12);
    high = Math.min(high, Math.max(a, b) + 1e-12);
    if (low > high) return undefined;
  }
  return Number.isFinite(low) ? { low, high } : undefined;
}

/** Slopes that the rows with the smallest and the largest x allow. */
function slopes({ x, z }: Pair, { below, above }: Span): { low: number; high: number } {
  let [least, most] = [0, 0];
  for (let i = 1; i < x.length; i++) {
    if (x[i]! < x[least]!) least = i;
    if (x[i]! > x[most]!) most = i;
  }
  const width = x[most]! - x[least]!;
  if (width === 0) return { low: 0, high: -1 };
  const rise = z[most]! - z[least]!;
  return { low: (rise - below - above) / width, high: (rise + below + above) / width };
}

function constantFor({ x, z }: Pair, { below, above }: Span, factor: number): number | undefined {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < x.length; i++) {
    const rest = z[i]! - factor * x[i]!;
    low = Math.max(low, rest - below - 1e-9);
    high = Math.min(high, rest + above + 1e-9);
    if (low > high) return undefined;
  }
  return shortest(low, high);
}

/** The number between with the fewest decimals. */
function shortest(low: number, high: number): number | undefined {
  for (let digits = 0; digits <= maxDigits; digits++) {
    const value = Number(((low + high) / 2).toFixed(digits));
    if (value >= low && value <= high) return value + 0;
  }
  return undefined;
}
