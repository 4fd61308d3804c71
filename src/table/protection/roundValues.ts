/** Values between two others, inclusive, the shortest to write first; of equal length the nearest to `from` first. */
export type RoundValues = (from: number, to: number) => Iterable<number>;

const maxDigits = 17;
const smallestExponent = -307;

/**
 * Numbers from `from` towards `to` (which may be smaller) by significant digits, fewest first. Each number of `d` digits
 * comes once for each number of digits it can be written with; endless lists are cut after `perDigit` of each.
 */
export function* roundNumbers(from: number, to: number, perDigit = 64): Generator<number> {
  const low = Math.min(from, to);
  const high = Math.max(from, to);
  if (low <= 0 && high >= 0) yield 0;
  for (let digits = 1; digits <= maxDigits; digits++) yield* ofDigits(from, to, digits, perDigit);
}

/** Multiples of the unit that numbers of the size of `from` have with so many digits, `from`'s side first. */
function* ofDigits(from: number, to: number, digits: number, limit: number): Generator<number> {
  const sign = to >= from ? 1 : -1;
  const size = Math.max(Math.abs(from), Math.abs(to));
  const nearZero = from * to <= 0 ? size : Math.abs(from);
  const exponent = Math.floor(Math.log10(nearZero)) - digits + 1;
  if (exponent < smallestExponent) return;
  let k = sign * Math.ceil((sign * from) / 10 ** exponent - 1e-9);
  for (let n = 0; n < limit; n++, k += sign) {
    const value = Number(`${k}e${exponent}`);
    if (!(sign * (value - to) <= 0)) return;
    if (sign * (value - from) >= 0) yield value;
  }
}

const day = 86_400_000;
const clockUnits = [day, 12 * 3_600_000, 3_600_000, 15 * 60_000, 60_000, 1000, 1];

/** Instants (epoch ms) from `from` towards `to`: starts of millennia, centuries, decades, years, months, days, …, ms. */
export function* roundDates(from: number, to: number, perUnit = 64): Generator<number> {
  const sign = to >= from ? 1 : -1;
  for (const years of [1000, 100, 10, 1]) yield* months(from, to, 12 * years, perUnit);
  yield* months(from, to, 1, perUnit);
  for (const unit of clockUnits) {
    let k = sign * Math.ceil((sign * from) / unit);
    for (let n = 0; n < perUnit && sign * (k * unit - to) <= 0; n++, k += sign) yield k * unit;
  }
}

function* months(from: number, to: number, count: number, limit: number): Generator<number> {
  const sign = to >= from ? 1 : -1;
  const date = new Date(from);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  let k = Math.floor(month / count) - sign;
  for (let n = 0; n < limit; k += sign) {
    const value = startOfMonth(k * count);
    if (Number.isNaN(value) || sign * (value - to) > 0) return;
    if (sign * (value - from) < 0) continue;
    n++;
    yield value;
  }
}

/** Epoch ms of a month counted from year 0. */
function startOfMonth(month: number): number {
  const date = new Date(0);
  return date.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
}
