/** ln Γ(x) for x > 0: recurrence to x ≥ 9, then Stirling's series (Abramowitz and Stegun 6.1.41); error < 1e-12. */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 9) shift -= Math.log(y++);
  const f = 1 / (y * y);
  const series =
    (1 / 12 - f * (1 / 360 - f * (1 / 1260 - f * (1 / 1680 - f * (1 / 1188 - (f * 691) / 360360))))) / y;
  return shift + (y - 0.5) * Math.log(y) - y + 0.9189385332046727 + series;
}
