import type { CircuitShape } from "./circuitModel.ts";

/** Columns up to which sessions open in no more than `quickSeconds`; beyond, seconds per column squared. */
const narrow = 100;
const quickSeconds = 0.03;
const openSeconds = 7e-5;
/** Seconds of plain code per row, column and pair of states. */
const plainSeconds = 4e-9;

/**
 * Whether opening sessions (their graphs have nodes for each column) takes longer than `passes` passes over rows in plain code: so it
 * is on tables of a few hundred rows, and on wide ones of few thousand.
 *
 * @param quick seconds that opening sessions takes for a table of up to 100 columns
 */
export function opensLongerThanPlainRuns(shape: CircuitShape, passes: number, quick = quickSeconds): boolean {
  const columns = shape.sizes.length;
  const open = columns <= narrow ? quick : openSeconds * columns ** 2;
  return plainSeconds * passes * columns * shape.states ** 2 < open;
}
