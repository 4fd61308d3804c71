/** 97.5 % quantile of the standard normal: 95 % two-sided. */
export const z95 = 1.959963984540054;

/**
 * About ten findings are judged at once, and some are the worst of many. A status is raised only where the interval, widened by
 * this factor to 99.7 %, still says so.
 */
export const sureFactor = 1.5;

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
 * What the attack gains over the control: (a − c) / (1 − c), with both errors carried over (Giomi et al., PoPETs 2023, § 4).
 * Value and interval are clipped to [0, 1].
 * @param widen factor on the half-width of the interval
 */
export function residualRisk(
  attack: Rate,
  control: Rate,
  widen = 1,
): { risk: number; interval: readonly [number, number] } {
  const rest = 1 - control.rate;
  const risk = (attack.rate - control.rate) / rest;
  const error =
    widen * Math.hypot(attack.halfWidth / rest, (control.halfWidth * (attack.rate - 1)) / (rest * rest));
  return { risk: clip(risk), interval: [clip(risk - error), clip(risk + error)] };
}

function clip(x: number): number {
  return Math.max(0, Math.min(1, x));
}
