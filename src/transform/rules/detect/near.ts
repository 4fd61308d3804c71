/** Share of rows that break a rule which is offered nevertheless, at most. */
export const nearShare = 0.001;

/** Rows that may break a candidate among so many that keep it, before it is given up: what nearly holds passes. */
export function maxBroken(holds: number): number {
  return 2 + 2 * nearShare * holds;
}
