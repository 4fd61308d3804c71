/** ψ(x) for x > 0: recurrence to x ≥ 6, then the asymptotic series (Abramowitz and Stegun 6.3.18); error < 1e-12. */
export function digamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 6) shift -= 1 / y++;
  const f = 1 / (y * y);
  return (
    shift +
    Math.log(y) -
    0.5 / y -
    f * (1 / 12 - f * (1 / 120 - f * (1 / 252 - f * (1 / 240 - f * (1 / 132 - f * (691 / 32760 - f / 12))))))
  );
}

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
