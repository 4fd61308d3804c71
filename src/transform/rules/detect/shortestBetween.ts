/** The positive number from low to high with the fewest significant digits, `maxDigits` at most; a power of ten before others. */
export function shortestBetween(low: number, high: number, maxDigits: number): number | undefined {
  if (!(low <= high) || high <= 0 || !Number.isFinite(high)) return undefined;
  const magnitude = Math.floor(Math.log10(high) + 1e-12);
  if (10 ** magnitude >= low) return Number(`1e${magnitude}`);
  for (let digits = 1; digits <= maxDigits; digits++) {
    const power = magnitude - digits + 1;
    const first = Math.ceil(low / 10 ** power - 1e-9);
    const last = Math.floor(high / 10 ** power + 1e-9);
    if (first > last) continue;
    return Number(`${Math.round((first + last) / 2)}e${power}`);
  }
  return undefined;
}
