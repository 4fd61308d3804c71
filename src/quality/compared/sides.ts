/** One thing per table of a comparison. */
export interface Sides<T> {
  readonly real: T;
  readonly synthetic: T;
  readonly holdout: T | null;
}

export function mapSides<T, U>(sides: Sides<T>, map: (side: T) => U): Sides<U> {
  return {
    real: map(sides.real),
    synthetic: map(sides.synthetic),
    holdout: sides.holdout === null ? null : map(sides.holdout),
  };
}

/** The sides that are there, in the order real, synthetic, holdout. */
export function listSides<T>(sides: Sides<T>): T[] {
  return sides.holdout === null
    ? [sides.real, sides.synthetic]
    : [sides.real, sides.synthetic, sides.holdout];
}
