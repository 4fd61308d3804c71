/**
 * Which way is better. `half`: 0.5 is best, and both sides are faults. `chance`: 0.5 is what guessing reaches; above is a fault,
 * below is chance.
 */
export type Goal = "high" | "low" | "half" | "chance";

/** Returns a number that is larger the better the value is. */
export function merit(goal: Goal, value: number): number {
  return goal === "high" ? value : goal === "low" ? -value : -Math.abs(value - 0.5);
}

/** Whether 0.5 is the best value. */
export function isHalfBest(goal: Goal): boolean {
  return goal === "half" || goal === "chance";
}
