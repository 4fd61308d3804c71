/** Called between small pieces of work with the fraction done, 0 to 1; may wait, or throw to stop the work. */
export type Breathe = (fraction?: number) => Promise<void> | undefined;

/** Hands the event loop over once, so that others may run and a cancel gets through. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Keeps long loops cancellable: `await breathe(fraction)` throws when the signal is aborted, reports progress, and hands the event
 * loop over when more than 40 ms have passed since it last did.
 */
export function makeBreathe(
  signal: AbortSignal,
  progress?: (fraction: number) => void,
): (fraction?: number) => Promise<void> {
  let last = performance.now();
  return async (fraction) => {
    signal.throwIfAborted();
    if (performance.now() - last < 40) return;
    if (fraction !== undefined) progress?.(fraction);
    await nextTurn();
    last = performance.now();
    signal.throwIfAborted();
  };
}

/** The part from … to of a longer piece of work. */
export function partOf(breathe: Breathe, from: number, to: number): Breathe {
  return (fraction = 0) => breathe(from + (to - from) * fraction);
}
