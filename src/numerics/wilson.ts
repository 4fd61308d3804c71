/** 97.5 % quantile of the standard normal: 95 % two-sided. */
export const z95 = 1.959963984540054;

/**
 * About ten findings are judged at once, and some are the worst of many. A status is raised only where the interval, widened by
 * this factor to 99.7 %, still says so.
 */
export const sureFactor = 1.5;

/** The lower end of the 99.7 % interval around a value, from its 95 % one. */
export function sureLow(value: number, interval: readonly [number, number]): number {
  return value - sureFactor * (value - interval[0]);
}

/** A success rate with the half-width of its interval. */
export interface Rate {
  readonly rate: number;
  readonly halfWidth: number;
}

/** Wilson's score interval (Wilson, JASA 1927) for `successes` out of `trials`: center and half-width. No trials: 0.5 ± 0.5. */
export function wilson(successes: number, trials: number, z = z95): Rate {
  const z2 = z * z;
  if (trials === 0) return { rate: 0.5, halfWidth: 0.5 };
  return {
    rate: (successes + z2 / 2) / (trials + z2),
    halfWidth: (z / (trials + z2)) * Math.sqrt((successes * (trials - successes)) / trials + z2 / 4),
  };
}

/**
 * What the attack gains over the control: (a − c) / (1 − c) (Giomi et al., PoPETs 2023, § 4), which is one less the ratio of their
 * failures. Its interval is that of a ratio (Fieller, J. R. Stat. Soc. B 16, 1954) with the Wilson half-widths for errors: unlike one
 * that carries errors over to first order it holds where nearly every attack succeeds. Value and interval are clipped to [0, 1].
 */
export function residualRisk(
  attack: Rate,
  control: Rate,
): { risk: number; interval: readonly [number, number] } {
  const p = 1 - attack.rate;
  const q = 1 - control.rate;
  const [p2, q2] = [p * p - attack.halfWidth ** 2, q * q - control.halfWidth ** 2];
  const middle = p * q + Math.sqrt(Math.max(0, p * p * q * q - p2 * q2));
  const most = q2 > 0 ? middle / q2 : Number.POSITIVE_INFINITY;
  return { risk: clip(1 - p / q), interval: [clip(1 - most), clip(1 - p2 / middle)] };
}

function clip(x: number): number {
  return Math.max(0, Math.min(1, x));
}
