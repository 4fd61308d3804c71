import type { Pilot } from "./pilot.ts";

/** What was tried: validation log likelihood per row, of tokens, by number of states. */
export interface SizeTrial {
  readonly states: number;
  readonly validation: number;
}

/** Nats per row by which another size must be better to be taken instead of the one before it; more where few rows judge. */
const clearly = (held: number) => Math.max(0.1, 1.5 / Math.sqrt(held));
const smallest = 4;
const largest = 512;

/** A short training flatters large circuits: one doubling at most, and never fewer rows per state than this. */
const minRowsPerState = 75;

/** Where the search starts: about one state per 150 rows, between 8 and 256. */
export function startingSize(rows: number): number {
  return Math.min(256, Math.max(8, 2 ** Math.round(Math.log2(Math.max(1, rows / 150)))));
}

export interface SizeSearch {
  readonly rows: number;
  /** Pseudo-rows of each state's own normal. */
  readonly normal: number;
  /** Whether more states than those of the start may be tried. */
  readonly mayDouble: boolean;
}

/**
 * Chooses the number of states by held-out likelihood after a short training: halved from `startingSize` while that is no worse; else,
 * where half of it is worse, doubled once if that is clearly better and allowed. The last trial of the states chosen is their validation.
 */
export async function chooseSize(
  pilot: Pilot,
  { rows, normal, mayDouble }: SizeSearch,
): Promise<{ readonly states: number; readonly validation: number; readonly trials: readonly SizeTrial[] }> {
  const trials: SizeTrial[] = [];
  const attempt = async (states: number): Promise<number> => {
    const validation = await pilot.validationOf({ states, normal });
    trials.push({ states, validation });
    return validation;
  };
  const clear = clearly(pilot.held);
  const start = startingSize(rows);
  let states = start;
  let best = await attempt(start);
  let half = -Infinity;
  for (let next = start / 2; next >= smallest; next /= 2) {
    const value = await attempt(next);
    if (next === start / 2) half = value;
    if (!(value >= best)) break;
    best = value;
    states = next;
  }
  const double = 2 * start;
  if (mayDouble && best > half + clear / 2 && double <= Math.min(largest, rows / minRowsPerState)) {
    const value = await attempt(double);
    if (value > best + clear) return { states: double, validation: value, trials };
  }
  return { states, validation: best, trials };
}
