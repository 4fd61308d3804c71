/** A share as a percentage for a sentence: `0 %`, `0.03 %`, `4.2 %`, `57 %`. */
export function percent(share: number): string {
  const p = share * 100;
  if (p === 0) return "0 %";
  const digits = Math.abs(p) >= 10 ? 0 : Math.abs(p) >= 1 ? 1 : 2;
  const text = p.toFixed(digits);
  return Number(text) === 0 ? "under 0.01 %" : `${text} %`;
}

/** Two decimals, for scores in a sentence. */
export function score(value: number): string {
  return value.toFixed(2);
}
